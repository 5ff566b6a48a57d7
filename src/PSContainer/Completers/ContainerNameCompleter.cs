using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PSContainer.Commands;

/// <summary>Completes the names of containers.</summary>
public sealed class ContainerNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionWords.Complete(wordToComplete, ContainerSearch.All(ContainerHome.OpenStore()).Select(static container =>
            (container.Name, $"{container.Status}: {string.Join(' ', container.Command)}")));
}
