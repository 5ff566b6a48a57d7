using Microsoft.Win32.SafeHandles;
using PSContainer.Configuration;
using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Images;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>
/// What one container that is being made has of its own in the image store: the folder of its changes, its volumes. The
/// container takes it over; where it does not come to that, it goes when this is disposed of.
/// </summary>
/// <param name="plan">What it is made from.</param>
/// <param name="id">The container's id.</param>
/// <param name="store">The state store that it will be in.</param>
internal sealed class ContainerStorage(LaunchStorage plan, string id, StateStore store) : IDisposable
{
    private readonly List<VolumeMount> _volumes = [];
    private IReadOnlyList<GivenFile> _files = [];
    private RootLayers? _layers;
    private SafeFileHandle? _lease;

    private string Folder => plan.Images.Folders.Container(id);

    /// <summary>The request with what its launch needs of this.</summary>
    // What goes on by itself may end when there is no PowerShell that would empty the trash.
    public LaunchRequest AddTo(LaunchRequest request) => request with
    {
        Layers = _layers, Storage = Folder, Trash = request.Detached ? null : plan.Images.Folders.Trash, AwaitsStorage = true, Files = _files,
        Volumes = [.. _volumes.Select(static volume => volume.Fill)], MakesWorkingDirectory = plan.Image is not null,
    };

    /// <summary>The container with its root and mounts. Does nothing else.</summary>
    public ContainerOptions Apply(ContainerOptions options)
    {
        if (plan.Image is { } image)
        {
            _layers = new RootLayers { Lower = image.Lower, Floor = plan.Images.Folders.MountPoints, Folder = Folder, RootAttributes = image.RootAttributes, InMemory = options.ReadOnly };
            options = options with { RootPath = $"{Folder}/root" };
            _files = GivenFiles.For(options, id);
        }

        bool fills = options.RootPath is not null, maps = StateRoot.UserId == 0 && HasUserNamespace(options);
        List<MountSpec> mounts = [.. options.Mounts.Select(mount => mount.Type == MountTypes.Volume ? Volume(mount, maps, fills) : mount)];
        return options with { Mounts = [.. _files.Select(file => GivenFiles.Mount(file, store.Root.Path, id, options.ReadOnly)), .. mounts] };
    }

    /// <summary>Makes the folder and what is in it, unless that was done. The container's process may be started then.</summary>
    /// <returns>This, which is to be disposed of once the container has ended, or goes on by itself.</returns>
    /// <exception cref="ContainerException"><c>Image.Removed</c>, or the store cannot be written.</exception>
    public IDisposable Prepare()
    {
        if (_lease is not null)
        {
            return this;
        }

        using StoreHold hold = plan.Images.Hold();
        plan.Image?.Require(plan.Images);
        _lease = plan.Images.ReserveContainer(hold, id, plan.Image?.Image.Manifest.Digest, store.Root.Path);
        if (plan.Image is not null)
        {
            GivenFiles.MakeMountPoints(plan.Images);
        }

        VolumeClaims.Take(plan.Images, hold, id, _volumes);
        return this;
    }

    public void Dispose()
    {
        if (_lease is null)
        {
            return;
        }

        if (store.Read(id).Problem == StateProblem.NotFound)
        {
            StorageFolder.Remove(Folder);
            TrashSweep.Begin(plan.Images);
        }

        _lease.Dispose();
        _lease = null;
    }

    private static bool HasUserNamespace(ContainerOptions options) => options.UidMappings.Count > 0 || options.GidMappings.Count > 0
        || options.Joins.Any(static join => join.Type == NamespaceKind.User) || options.Namespaces?.Contains(NamespaceKind.User) == true;

    private MountSpec Volume(MountSpec mount, bool maps, bool fills)
    {
        var volume = new VolumeMount(plan.Images, mount, Folder, _volumes.Count, fills);
        _volumes.Add(volume);
        return volume.ToBind(maps);
    }
}
