using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSContainer.Configuration;

namespace PSContainer.Commands;

/// <summary>Completes the names of limits of processes.</summary>
public sealed class UlimitCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionWords.Complete(wordToComplete, UlimitParser.Names.Select(static name =>
            (name + "=", $"getrlimit(2): RLIMIT_{name.ToUpperInvariant()}")));
}
