using System.Management.Automation;
using PSContainer.Errors;
using PSContainer.Images;
using PSContainer.Images.Registry;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>Finds the image of a new container, requests it where it has to be, and unpacks it.</summary>
/// <param name="cmdlet">For whom.</param>
/// <param name="images">The user's images.</param>
/// <param name="insecure">Registries that may speak http only.</param>
/// <param name="stop">Cancelled once the pipeline is being stopped.</param>
internal sealed class ImageOpener(PSCmdlet cmdlet, ImageStore images, string[] insecure, CancellationToken stop)
{
    /// <summary>Opens it.</summary>
    /// <param name="image">A name, an id, or the image itself.</param>
    /// <param name="policy">When its registry is asked.</param>
    /// <exception cref="ContainerException"><c>Image.…</c>, <c>Registry.…</c>, <c>Layer.…</c></exception>
    public LaunchImage Open(object image, ImagePullPolicy policy)
    {
        if (image is not string name || policy is not (ImagePullPolicy.Missing or ImagePullPolicy.Never))
        {
            return Look(image, policy);
        }

        // The same name may mean another image with another registry.
        string key = $"{ImageHome.DefaultRegistry(cmdlet)} {name}";
        if (OpenedImages.Find(images, key) is { } known)
        {
            return known;
        }

        FileStatus? index = OpenedImages.Stamp(images);
        LaunchImage opened = Look(name, policy);
        OpenedImages.Keep(images, key, index, opened);
        return opened;
    }

    private LaunchImage Look(object image, ImagePullPolicy policy)
    {
        ContainerImage found = image switch
        {
            ContainerImage given when images.Path == given.Store.Path => given,
            ContainerImage given => throw OtherStore(given),
            _ => Find(image.ToString() ?? "", policy),
        };
        if (found.Problem is { } problem)
        {
            throw new ContainerException("Image.Damaged", ErrorKind.InvalidData, $"The image '{found}' is damaged: {problem}", found.ToString(), "Request or import it again.");
        }

        IReadOnlyList<UnpackedLayer> layers = Unpacker().Find(found.Layers) ?? Unpack(found);
        return layers.Count > 0 ? new LaunchImage(found, LayerStack.Lower(layers), LayerStack.Root(layers)) : throw new ContainerException(
            "Image.Empty", ErrorKind.InvalidData, $"The image '{found}' has no layers: there is nothing to run in it.", found.ToString());
    }

    private ContainerImage Find(string name, ImagePullPolicy policy)
    {
        if (IsId(name) && images.FindById(name).DistinctBy(static image => image.Digest).ToList() is [var only])
        {
            return only;
        }

        ImageReference reference = ImageHome.Name(cmdlet, name);
        if (policy is ImagePullPolicy.Missing or ImagePullPolicy.Never && images.Find(reference) is { } stored)
        {
            return stored;
        }

        return policy == ImagePullPolicy.Never ? throw NotThere(reference, null) : Request(reference, policy);
    }

    // Shorter ones are more likely names.
    private static bool IsId(string name)
    {
        const int Shortest = 12;
        string digits = name.StartsWith("sha256:", StringComparison.Ordinal) ? name[7..] : name;
        return digits.Length >= Shortest && digits.All(char.IsAsciiHexDigitLower);
    }

    private ContainerImage Request(ImageReference reference, ImagePullPolicy policy)
    {
        try
        {
            return ImageTransfer.Run(cmdlet, $"Requesting {reference.FamiliarName}", (progress, cancel) =>
                new ImagePuller(images, new RegistryOptions { Environment = RegistryEnvironment.Read(), Log = progress.Log, InsecureRegistries = insecure }, Unpacker())
                    .GetAsync(reference, policy, null, progress, cancel), stop);
        }
        catch (ContainerException error) when (error.ErrorId.StartsWith("Registry.", StringComparison.Ordinal))
        {
            throw NotThere(reference, error);
        }
    }

    private IReadOnlyList<UnpackedLayer> Unpack(ContainerImage image)
    {
        using StoreHold hold = images.Hold(stop);
        return ImageTransfer.Run(
            cmdlet, $"Unpacking {image}",
            (progress, cancel) => Task.FromResult(Unpacker(new UnpackView(image, progress)).Unpack(hold, image.Layers, cancel)), stop);
    }

    private LayerUnpacker Unpacker(UnpackView? view = null) => new(images, ContainerHome.Launcher, LayerOwners.OfCaller()) { Progress = view };

    private static ContainerException NotThere(ImageReference reference, ContainerException? error) => new(
        "Image.NotAvailable", ErrorKind.NotFound,
        $"The image '{reference.FamiliarName}' is not in the store{(error is null ? "" : $", and its registry does not give it: {error.Message}")}{(error is null ? "." : "")}",
        reference.FamiliarName, "Import-ContainerImage brings an image from a file or folder, Request-ContainerImage one from a registry.", error);

    private static ContainerException OtherStore(ContainerImage image) => new(
        "Image.OtherStore", ErrorKind.InvalidArgument, $"The image '{image}' is in another store, '{image.Store.Path}'.", image.ToString(),
        "Set PSCONTAINER_STORE to that, or bring the image over: Export-ContainerImage and Import-ContainerImage.");
}
