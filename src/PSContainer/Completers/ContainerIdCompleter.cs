using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PSContainer.Commands;

/// <summary>Completes the ids of containers, in their short form.</summary>
public sealed class ContainerIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionWords.Complete(wordToComplete, ContainerSearch.All(ContainerHome.OpenStore()).Select(static container =>
            (container.ShortId, $"{container.Name}, {container.Status}: {string.Join(' ', container.Command)}")));
}
