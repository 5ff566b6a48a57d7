using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PSContainer.Commands;

/// <summary>Completes the ids of containers, in their short form as long as no more is typed.</summary>
public sealed class ContainerIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionWords.Complete(wordToComplete, ContainerSearch.All(ContainerHome.OpenStore()).Select(container =>
            (wordToComplete.Length > container.ShortId.Length ? container.Id : container.ShortId, $"{container.Name}, {container.Status}: {string.Join(' ', container.Command)}")));
}
