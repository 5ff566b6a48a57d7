using PSContainer.Errors;
using PSContainer.Images;
using PSContainer.Oci;
using PSContainer.Protocol;

namespace PSContainer.Commands;

/// <summary>A volume as one container mounts it.</summary>
internal sealed class VolumeMount
{
    private readonly MountSpec _mount;

    /// <param name="images">The store that it is in.</param>
    /// <param name="mount">The mount; its source is the volume's name, or empty for one of the container's own.</param>
    /// <param name="containerFolder">The container's folder.</param>
    /// <param name="number">A number for a volume without a name.</param>
    /// <param name="fills">Whether it gets what the root has.</param>
    /// <exception cref="ContainerException"><c>Volume.InvalidName</c></exception>
    public VolumeMount(ImageStore images, MountSpec mount, string containerFolder, int number, bool fills)
    {
        _mount = mount;
        Name = mount.Source is { Length: > 0 } name ? VolumeStore.Validate(name) : null;
        string folder = Name is null ? $"{containerFolder}/volume-{number}" : new VolumeStore(images).Folder(Name);
        Fill = new VolumeFill(folder, mount.Destination, fills);
    }

    /// <summary>Its name; null for one of the container's own.</summary>
    public string? Name { get; }

    /// <summary>Where it is, and is mounted.</summary>
    public VolumeFill Fill { get; }

    /// <summary>The mount of its content.</summary>
    /// <param name="maps">Whether its owners are shown as the container counts.</param>
    public MountSpec ToBind(bool maps) => new()
    {
        Type = "bind", Source = Fill.Data, Destination = _mount.Destination,
        Options = [.. _mount.Options ?? [], .. maps ? ["idmap"] : Array.Empty<string>()],
    };
}
