using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>Completes the names of volumes.</summary>
public sealed class VolumeNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionWords.Complete(wordToComplete, Words());

    private static IEnumerable<(string Word, string ToolTip)> Words()
    {
        var volumes = new VolumeStore(CompletionStore.Open());
        ILookup<string, string> users = volumes.Users();
        return volumes.Names().Select(name => (name, string.Create(CultureInfo.InvariantCulture, $"{users[name].Count()} containers")));
    }
}
