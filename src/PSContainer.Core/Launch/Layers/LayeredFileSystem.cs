using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Layers.Files;
using PSContainer.Protocol;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Layers;

/// <summary>
/// A root put together from shared folders and one of the container's own: by an overlay (the kernel's
/// Documentation/filesystems/overlayfs.rst), or, where there can be none, by a copy.
/// </summary>
internal sealed unsafe class LayeredFileSystem
{
    private readonly bool _ownsNamespace;
    private readonly RootLayers _layers;
    private readonly LayerFolders _lower;
    private readonly CString _folder;
    private readonly int _rootAttributes;
    private readonly OverlayMount _overlay;

    /// <param name="layers">What it is put together from.</param>
    /// <param name="ownsNamespace">
    /// Whether it is mounted by the root of a user namespace: its notes are then in attributes that files of any user may have.
    /// </param>
    public LayeredFileSystem(RootLayers layers, bool ownsNamespace)
    {
        _layers = layers;
        _ownsNamespace = ownsNamespace;
        _lower = new LayerFolders(layers.Floor is { } floor ? [.. layers.Lower, floor] : [.. layers.Lower]);
        _folder = new CString(layers.Folder);
        _rootAttributes = Math.Max(0, layers.Lower.ToList().IndexOf(layers.RootAttributes ?? ""));
        _overlay = new OverlayMount(_lower.Descriptors, _lower.Paths, _folder, ownsNamespace);
    }

    /// <summary>Puts it together. The calling process is in a mount namespace of its own, and <c>/</c> is covered there.</summary>
    /// <returns>A descriptor of the mount, attached nowhere where the kernel can do that.</returns>
    public int Create()
    {
        _lower.Open();
        int mount = MakeRoot();
        _lower.Close();
        return mount;
    }

    /// <summary>Puts it together with the shared folders' owners shown, or changed, to those that a container's ids have outside.</summary>
    /// <param name="process">A process in the container's user namespace.</param>
    /// <param name="map">A descriptor of that namespace.</param>
    /// <returns>As <see cref="Create()"/> does.</returns>
    public int Create(int process, int map)
    {
        if (_lower.TryOpenMapped(map))
        {
            int mount = MakeRoot();
            _lower.Close();
            return mount;
        }

        _lower.Open();
        int copy = Copy(OwnerShift.Of(process));
        _lower.Close();
        return copy;
    }

    private int MakeRoot()
    {
        int own = _layers.InMemory ? CoveringMount.MakeMemory() : LayerFolders.Open(_folder, _layers.Folder);
        int mount;
        try
        {
            mount = Overlay(own);
        }
        catch (LinuxException error) when (OverlayMount.IsImpossible(error))
        {
            mount = Copy(OwnerShift.None);
        }

        if (_layers.InMemory)
        {
            CoveringMount.Uncover(own);
        }

        close(own);
        return mount;
    }

    private int Overlay(int own)
    {
        int upper = MakeOwn(own, LayerNames.Upper, out bool isNew), work = MakeOwn(own, LayerNames.Work, out _);
        if (isNew)
        {
            TakeRootFrom(_lower.Descriptors[_rootAttributes], upper, OwnerShift.None);
        }
        else
        {
            Forget(work);
        }

        int mount = _overlay.Make(upper, work);
        close(upper);
        close(work);
        return mount;
    }

    // On the disk, also where changes would be kept in memory: an image may be large. A container that is started anew has its own already.
    private int Copy(OwnerShift owners)
    {
        int own = LayerFolders.Open(_folder, _layers.Folder), root = MakeOwn(own, LayerNames.Copy, out bool isNew);
        for (int i = _lower.Descriptors.Length - 1; i >= 0 && isNew; i--)
        {
            LayerCopy.Add(_lower.Descriptors[i], root, _lower.Paths[i], new OverlayMarks(_ownsNamespace), owners);
        }

        if (isNew)
        {
            TakeRootFrom(_lower.Descriptors[_rootAttributes], root, owners);
        }

        fixed (byte* empty = "\0"u8)
        {
            int mount = LinuxException.Check(OpenTree(root, empty, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (uint)AT_EMPTY_PATH), "open_tree", _layers.Folder);
            close(root);
            close(own);
            return mount;
        }
    }

    private static int MakeOwn(int folder, CString name, out bool isNew)
    {
        fixed (byte* path = name)
        {
            isNew = mkdirat(folder, path, 0b111_101_101) == 0;
            if (!isNew && errno != EEXIST)
            {
                throw LinuxException.FromLastError("mkdirat", name.ToString());
            }

            return LinuxException.Check(openat(folder, path, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), "openat", name.ToString());
        }
    }

    // The kernel refuses an upper folder that was mounted as volatile before, as it is when a container is started anew.
    private static void Forget(int work)
    {
        fixed (byte* file = "work/incompat/volatile/dirty\0"u8, feature = "work/incompat/volatile\0"u8, features = "work/incompat\0"u8)
        {
            unlinkat(work, file, 0);
            unlinkat(work, feature, AT_REMOVEDIR);
            unlinkat(work, features, AT_REMOVEDIR);
        }
    }

    // The root of an overlay is its topmost folder: that one has to be as the image's is.
    private static void TakeRootFrom(int layer, int upper, OwnerShift owners)
    {
        Tmds.Linux.stat status;
        fixed (byte* empty = "\0"u8)
        {
            LinuxException.Check(fstatat(layer, empty, &status, AT_EMPTY_PATH), "fstatat", "the topmost layer");
            (uint user, uint group) = owners.Owner(status);
            LinuxException.Check(fchownat(upper, empty, user, group, AT_EMPTY_PATH), "fchownat", "the upper folder");
        }

        fixed (byte* here = ".\0"u8)
        {
            LinuxException.Check(fchmodat(upper, here, (ushort)((uint)status.st_mode & 0xfff), 0), "fchmodat", "the upper folder");
        }
    }
}
