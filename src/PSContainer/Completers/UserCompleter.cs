using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSContainer.Configuration;
using PSContainer.Errors;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>Completes users: those that the container, the image or the folder knows, which the same line names; else the host's.</summary>
public sealed class UserCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return [.. CompletionWords.Complete(wordToComplete, Root(fakeBoundParameters) is { } root ? UserResolver.Names(root) : [])];
        }
        catch (Exception error) when (error is ContainerException or LinuxException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static RootView? Root(IDictionary bound)
    {
        if ((bound["Container"] ?? bound["Name"] ?? bound["Id"]) is { } container)
        {
            return ProcessRequest.RootOf(ContainerArgument.Find(container is object[] many ? many[0] : container, ContainerHome.OpenStore()));
        }

        return bound["Image"] is { } image ? OfImage(image.ToString() ?? "") : new FolderRoot(bound["RootPath"]?.ToString() ?? "/");
    }

    // One that is not unpacked yet has no files to look at.
    private static LayeredRoot? OfImage(string name)
    {
        ImageStore store = CompletionStore.Open();
        IReadOnlyList<UnpackedLayer>? layers = new LayerUnpacker(store, ContainerHome.Launcher, LayerOwners.OfCaller())
            .Find(store.Resolve(name, ImageReference.DockerHub).Layers);
        return layers is null ? null : new LayeredRoot(LayerStack.Lower(layers));
    }
}
