using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>Completes the names of images in the store.</summary>
public sealed class ImageNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionWords.Complete(wordToComplete, Words(wordToComplete.Trim('\'', '"')));

    // In the short form, unless the whole one is being typed.
    private static IEnumerable<(string Word, string ToolTip)> Words(string typed) =>
        from image in CompletionStore.Open().Images()
        where image.Name.Length > 0
        let shown = image.ToString()
        select (shown.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? shown : image.Name,
            string.Create(CultureInfo.InvariantCulture, $"{image.ShortId}, {image.Platform}, {image.Size / 1048576.0:0.0} MB"));
}
