using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSContainer.Terminals;

namespace PSContainer.Commands;

/// <summary>Completes detach keys: the usual ones, others that few programs use, and none.</summary>
public sealed class DetachKeysCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionWords.Complete(
            wordToComplete,
            [(DetachKeys.Default, "As Docker and Podman have it"), ("Ctrl+]", "As telnet has it"), (@"Ctrl+\", "Ctrl and backslash"), ("None", "No keys")]);
}
