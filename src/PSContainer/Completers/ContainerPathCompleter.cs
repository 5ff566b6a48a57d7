using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using PSContainer.Copying;
using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>Completes paths of Copy-ContainerItem: those inside the container, and the host's on the other side.</summary>
public sealed class ContainerPathCompleter : IArgumentCompleter
{
    private const int Most = 1000;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        // Which side is inside is in the name of the parameter that the container is given by.
        object? container = fakeBoundParameters[parameterName == "Path" ? "FromContainer" : "ToContainer"];
        return container is null ? CompletionCompleters.CompleteFilename(wordToComplete) : Inside(container, wordToComplete.Trim('\'', '"'));
    }

    private static IEnumerable<CompletionResult> Inside(object container, string typed)
    {
        try
        {
            using CopyPlace place = CopyPlace.Of(ContainerArgument.Find(container, ContainerHome.OpenStore()));
            string folder = typed[..(typed.LastIndexOf('/') + 1)] is { Length: > 0 } given ? given : "/";
            return [.. CompletionWords.Complete(typed.Length == 0 ? "/" : typed, Entries(place, folder))];
        }
        catch (Exception error) when (error is ContainerException or LinuxException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static List<(string, string)> Entries(CopyPlace place, string folder)
    {
        var found = new List<(string, string)>();
        int opened = place.TryOpen(folder, Tmds.Linux.LibC.O_RDONLY | Tmds.Linux.LibC.O_DIRECTORY);
        if (opened < 0)
        {
            return found;
        }

        using var entries = new DirectoryEntries(opened, folder);
        while (found.Count < Most && entries.Read())
        {
            string path = folder + Encoding.UTF8.GetString(entries.Name);
            if (!path.Any(char.IsControl))
            {
                found.Add((path, path));
            }
        }

        return found;
    }
}
