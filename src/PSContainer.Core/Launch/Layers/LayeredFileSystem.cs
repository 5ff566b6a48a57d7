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
    private readonly string[] _paths;
    private readonly CString[] _lower;
    private readonly CString _folder;
    private readonly int[] _descriptors;
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
        _paths = layers.Floor is { } floor ? [.. layers.Lower, floor] : [.. layers.Lower];
        _lower = Array.ConvertAll(_paths, static path => new CString(path));
        _folder = new CString(layers.Folder);
        _descriptors = new int[_lower.Length];
        _rootAttributes = Math.Max(0, layers.Lower.ToList().IndexOf(layers.RootAttributes ?? ""));
        _overlay = new OverlayMount(_descriptors, _paths, _folder, ownsNamespace);
    }

    /// <summary>Puts it together. The calling process is in a mount namespace of its own, and <c>/</c> is covered there.</summary>
    /// <param name="map">A user namespace by whose map the shared folders' owners are shown; -1 for none.</param>
    /// <returns>A descriptor of the mount, attached nowhere where the kernel can do that.</returns>
    public int Create(int map)
    {
        for (int i = 0; i < _lower.Length; i++)
        {
            _descriptors[i] = map < 0 ? Open(_lower[i], _paths[i]) : CoveringMount.OpenMapped(_lower[i], _paths[i], map);
        }

        int mount = Create();
        for (int i = _descriptors.Length - 1; i >= 0; i--)
        {
            if (map >= 0)
            {
                CoveringMount.Uncover(_descriptors[i]);
            }

            close(_descriptors[i]);
        }

        return mount;
    }

    private int Create()
    {
        int own = _layers.InMemory ? CoveringMount.MakeMemory() : Open(_folder, _layers.Folder);
        int mount;
        try
        {
            mount = Overlay(own);
        }
        catch (LinuxException error) when (OverlayMount.IsImpossible(error))
        {
            mount = Copy();
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
        Forget(work);
        if (isNew)
        {
            TakeRootFrom(_descriptors[_rootAttributes], upper);
        }

        int mount = _overlay.Make(upper, work);
        close(upper);
        close(work);
        return mount;
    }

    // On the disk, also where changes would be kept in memory: an image may be large. A container that is started anew has its own already.
    private int Copy()
    {
        int own = Open(_folder, _layers.Folder), root = MakeOwn(own, LayerNames.Copy, out bool isNew);
        for (int i = _descriptors.Length - 1; i >= 0 && isNew; i--)
        {
            LayerCopy.Add(_descriptors[i], root, _paths[i], new OverlayMarks(_ownsNamespace));
        }

        if (isNew)
        {
            TakeRootFrom(_descriptors[_rootAttributes], root);
        }

        fixed (byte* empty = "\0"u8)
        {
            int mount = LinuxException.Check(OpenTree(root, empty, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (uint)AT_EMPTY_PATH), "open_tree", _layers.Folder);
            close(root);
            close(own);
            return mount;
        }
    }

    private static int Open(CString path, string text)
    {
        fixed (byte* name = path)
        {
            return LinuxException.Check(open(name, O_PATH | O_DIRECTORY | O_CLOEXEC), "open", text);
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
    private static void TakeRootFrom(int layer, int upper)
    {
        Tmds.Linux.stat status;
        fixed (byte* empty = "\0"u8)
        {
            LinuxException.Check(fstatat(layer, empty, &status, AT_EMPTY_PATH), "fstatat", "the topmost layer");
            LinuxException.Check(fchownat(upper, empty, status.st_uid, status.st_gid, AT_EMPTY_PATH), "fchownat", "the upper folder");
        }

        fixed (byte* here = ".\0"u8)
        {
            LinuxException.Check(fchmodat(upper, here, (ushort)((uint)status.st_mode & 0xfff), 0), "fchmodat", "the upper folder");
        }
    }
}
