using Microsoft.Win32.SafeHandles;
using PSContainer.Configuration;
using PSContainer.Containers;
using PSContainer.Images;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>
/// What a container that is being made has of its own in the image store: the folder of its changes, the files that it is given, its
/// volumes. The container takes it over; where it does not come to that, it goes when this is disposed of.
/// </summary>
/// <param name="images">The image store.</param>
/// <param name="hold">Kept since before the image was found, until the folder is there.</param>
/// <param name="image">The image, or null for a root that is none.</param>
internal sealed class LaunchStorage(ImageStore images, StoreHold hold, LaunchImage? image) : IDisposable
{
    private readonly List<VolumeMount> _volumes = [];
    private GivenFiles? _files;
    private SafeFileHandle? _lease;
    private StateStore? _store;
    private string _id = "";

    /// <summary>The container's folder.</summary>
    public string Folder => images.Folders.Container(_id);

    /// <summary>Volumes that get what the root has.</summary>
    public IReadOnlyList<VolumeFill> Fills => [.. _volumes.Select(static volume => volume.Fill)];

    /// <summary>What the root is put together from; null for a root that is no image.</summary>
    public RootLayers? Layers { get; private set; }

    /// <summary>Works out, for a container of that id, what its mounts are. Does nothing.</summary>
    public void Describe(ContainerOptions options, string id, StateStore store)
    {
        _id = id;
        _store = store;
        bool maps = options.UidMappings.Count > 0 || options.Joins.Any(static join => join.Type == NamespaceKind.User)
            || options.Namespaces?.Contains(NamespaceKind.User) == true;
        if (image is not null)
        {
            options.RootPath = $"{Folder}/root";
            Layers = new RootLayers { Lower = image.Lower, Folder = Folder, RootAttributes = image.RootAttributes, InMemory = options.ReadOnly };
            _files = new GivenFiles(options, id);
        }

        List<MountSpec> mounts = [];
        foreach (MountSpec mount in options.Mounts)
        {
            mounts.Add(mount.Type == MountTypes.Volume ? Volume(mount, maps && StateRoot.UserId == 0, fills: options.RootPath is not null) : mount);
        }

        options.Mounts = [.. _files?.Mounts(Folder, options.Mounts, options.ReadOnly) ?? [], .. mounts];
    }

    /// <summary>Makes the folder and what is in it. The container's process may be started then.</summary>
    public void Prepare()
    {
        _lease = images.ReserveContainer(hold, _id, image?.Image.Manifest.Digest, _store!.Root.Path);
        _files?.Write(images, Folder);
        VolumeClaims.Take(images, hold, _id, [.. _volumes]);
        hold.Dispose();
    }

    public void Dispose()
    {
        hold.Dispose();
        if (_lease is not null && _store!.Read(_id).Problem == StateProblem.NotFound)
        {
            StorageFolder.Remove(Folder);
        }

        _lease?.Dispose();
    }

    private MountSpec Volume(MountSpec mount, bool maps, bool fills)
    {
        var volume = new VolumeMount(images, mount, Folder, _volumes.Count) { IsFilled = fills };
        _volumes.Add(volume);
        return volume.ToBind(maps);
    }
}
