using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PSContainer.Commands;

/// <summary>Completes the names of the seccomp profiles that need no file, and the paths of those that do.</summary>
public sealed class SeccompProfileCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionWords.Complete(
            wordToComplete,
            [("Default", "The calls that Podman's containers may make"), ("Unconfined", "Every call")])
        .Concat(CompletionCompleters.CompleteFilename(wordToComplete));
}
