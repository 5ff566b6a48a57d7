using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PSContainer.Commands;

/// <summary>Completes the ids of images in the store.</summary>
public sealed class ImageIdCompleter : IArgumentCompleter
{
    private const int ShortLength = 12;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionWords.Complete(wordToComplete, Words(wordToComplete.Trim('\'', '"')));

    private static IEnumerable<(string Word, string ToolTip)> Words(string typed) =>
        from image in CompletionStore.Open().Images()
        where image.Id.Length > 0
        group image.ToString() by image.Id into names
        select (typed.Length > ShortLength ? names.Key : names.Key[..ShortLength], string.Join(", ", names));
}
