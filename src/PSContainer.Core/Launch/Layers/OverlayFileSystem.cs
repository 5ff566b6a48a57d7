using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Protocol;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Layers;

/// <summary>
/// An overlay (the kernel's Documentation/filesystems/overlayfs.rst) of shared folders and one of the container's own. All are given
/// to the kernel as descriptors, by their names in /proc/self/fd: no path's length, and nothing in a path, can spoil that, and what
/// the container reads in its mount table tells nothing of the host.
/// </summary>
internal sealed unsafe class OverlayFileSystem
{
    // "/proc/self/fd/" and a number.
    private const int FilePathRoom = 32;

    private static readonly CString s_lowerAdd = new("lowerdir+"), s_lower = new("lowerdir"), s_upper = new("upperdir"), s_work = new("workdir");

    // No redirects: a layer's own attributes could lead elsewhere by them. Nothing has to outlive the container, not even its end.
    private static readonly (CString Key, CString? Value)[] s_settings =
    [
        (new("redirect_dir"), new("nofollow")), (new("index"), new("off")), (new("metacopy"), new("off")), (new("volatile"), null),
    ];

    private static readonly CString s_userAttributes = new("userxattr");

    private readonly bool _ownsNamespace;
    private readonly RootLayers _layers;
    private readonly CString[] _lower;
    private readonly CString _folder;
    private readonly int[] _descriptors;
    private readonly int _rootAttributes;

    /// <param name="layers">What it is put together from.</param>
    /// <param name="ownsNamespace">
    /// Whether it is mounted by the root of a user namespace: its notes are then in attributes that files of any user may have.
    /// </param>
    public OverlayFileSystem(RootLayers layers, bool ownsNamespace)
    {
        _layers = layers;
        _ownsNamespace = ownsNamespace;
        _lower = [.. layers.Lower.Select(static path => new CString(path))];
        _folder = new CString(layers.Folder);
        _descriptors = new int[_lower.Length];
        _rootAttributes = Math.Max(0, layers.Lower.ToList().IndexOf(layers.RootAttributes ?? ""));
    }

    /// <summary>Puts it together. The calling process is in a mount namespace of its own, and <c>/</c> is covered there.</summary>
    /// <param name="map">A user namespace by whose map the shared folders' owners are shown; -1 for none.</param>
    /// <returns>A descriptor of the mount, attached nowhere where the kernel can do that.</returns>
    public int Create(int map)
    {
        for (int i = 0; i < _lower.Length; i++)
        {
            _descriptors[i] = map < 0 ? Open(_lower[i], _layers.Lower[i]) : OpenMapped(_lower[i], _layers.Lower[i], map);
        }

        int own = _layers.InMemory ? MountMemory() : Open(_folder, _layers.Folder);
        int upper = MakeOwn(own, LayerNames.Upper, out bool isNew), work = MakeOwn(own, LayerNames.Work, out _);
        Forget(work);
        if (isNew)
        {
            TakeRootFrom(_descriptors[_rootAttributes], upper);
        }

        int mount = Mount(upper, work);
        if (_layers.InMemory)
        {
            Uncover(own);
        }

        for (int i = _descriptors.Length - 1; i >= 0 && map >= 0; i--)
        {
            Uncover(_descriptors[i]);
        }

        foreach (int descriptor in (ReadOnlySpan<int>)[own, upper, work])
        {
            close(descriptor);
        }

        foreach (int descriptor in _descriptors)
        {
            close(descriptor);
        }

        return mount;
    }

    private static int Open(CString path, string text)
    {
        fixed (byte* name = path)
        {
            return LinuxException.Check(open(name, O_PATH | O_DIRECTORY | O_CLOEXEC), "open", text);
        }
    }

    // Attached, since an overlay takes mounts of the caller's namespace alone before Linux 6.15.
    private static int OpenMapped(CString path, string text, int map)
    {
        fixed (byte* name = path)
        {
            int tree = LinuxException.Check(OpenTree(AT_FDCWD, name, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC), "open_tree", text);
            var attributes = new MountAttr { Set = MOUNT_ATTR_IDMAP, UserNsFd = (ulong)map, Propagation = MountPropagation.Private.Type() };
            LinuxException.Check(MountSetAttr(tree, 0, &attributes), "mount_setattr", text);
            return Cover(tree, text);
        }
    }

    private static int MountMemory()
    {
        fixed (byte* type = "tmpfs\0"u8)
        {
            int context = LinuxException.Check(FsOpen(type), "fsopen", "tmpfs");
            LinuxException.Check(FsConfig(context, FSCONFIG_CMD_CREATE, null, null), "fsconfig", "tmpfs");
            int mount = LinuxException.Check(FsMount(context, 0), "fsmount", "tmpfs");
            close(context);
            return Cover(mount, "tmpfs");
        }
    }

    private static int Cover(int mount, string text)
    {
        fixed (byte* slash = "/\0"u8)
        {
            int root = LinuxException.Check(open(slash, O_PATH | O_DIRECTORY | O_CLOEXEC), "open", "/");
            LinuxException.Check(MoveMount(mount, root), "move_mount", text);
            close(root);
            return mount;
        }
    }

    // The last first: each is the topmost then. Left there, they would come between the root and the pivot that cuts the host's off.
    private static void Uncover(int mount)
    {
        byte* path = stackalloc byte[FilePathRoom];
        FilePath(mount, path);
        LinuxException.Check(umount2(path, MNT_DETACH), "umount2", "a layer");
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

        byte* path = stackalloc byte[FilePathRoom];
        FilePath(upper, path);
        LinuxException.Check(chmod(path, (ushort)((uint)status.st_mode & 0xfff)), "chmod", "the upper folder");
    }

    private int Mount(int upper, int work)
    {
        fixed (byte* type = "overlay\0"u8)
        {
            int context = LinuxException.Check(FsOpen(type), "fsopen", "overlay");
            if (!TryAddLower(context))
            {
                close(context);
                return MountOld(upper, work);
            }

            SetFile(context, s_upper, upper);
            SetFile(context, s_work, work);
            foreach ((CString key, CString? value) in s_settings)
            {
                Set(context, key, value);
            }

            if (_ownsNamespace)
            {
                Set(context, s_userAttributes, null);
            }

            LinuxException.Check(FsConfig(context, FSCONFIG_CMD_CREATE, null, null), "fsconfig", "overlay");
            int mount = LinuxException.Check(FsMount(context, 0), "fsmount", "overlay");
            close(context);
            return mount;
        }
    }

    // Linux 6.5 and later take one folder at a time, as many as 500.
    private bool TryAddLower(int context)
    {
        byte* path = stackalloc byte[FilePathRoom];
        for (int i = 0; i < _descriptors.Length; i++)
        {
            FilePath(_descriptors[i], path);
            fixed (byte* key = s_lowerAdd)
            {
                int added = FsConfig(context, FSCONFIG_SET_STRING, key, path);
                if (added < 0 && i == 0 && errno == EINVAL)
                {
                    return false;
                }

                LinuxException.Check(added, "fsconfig", _layers.Lower[i]);
            }
        }

        return true;
    }

    // All in one page of options; on the container's own folder, in this namespace alone.
    private int MountOld(int upper, int work)
    {
        const int Page = 4096;
        byte* data = stackalloc byte[Page];
        var text = new OptionText(data, Page);
        text.Add(s_lower, '=');
        for (int i = 0; i < _descriptors.Length; i++)
        {
            text.AddFile(_descriptors[i], i + 1 < _descriptors.Length ? ':' : ',');
        }

        text.Add(s_upper, '=');
        text.AddFile(upper, ',');
        text.Add(s_work, '=');
        text.AddFile(work, ',');
        foreach ((CString key, CString? value) in s_settings)
        {
            text.Add(key, value is null ? ',' : '=');
            if (value is { } word)
            {
                text.Add(word, ',');
            }
        }

        text.Add(_ownsNamespace ? s_userAttributes : s_settings[^1].Key, '\0');
        fixed (byte* type = "overlay\0"u8, folder = _folder)
        {
            LinuxException.Check(text.IsFull ? -1 : mount(type, folder, type, 0, data), "mount", "overlay");
            return LinuxException.Check(OpenTree(AT_FDCWD, folder, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC), "open_tree", "overlay");
        }
    }

    private static void SetFile(int context, CString key, int file)
    {
        byte* path = stackalloc byte[FilePathRoom];
        FilePath(file, path);
        fixed (byte* name = key)
        {
            LinuxException.Check(FsConfig(context, FSCONFIG_SET_STRING, name, path), "fsconfig", "overlay");
        }
    }

    private static void Set(int context, CString key, CString? value)
    {
        fixed (byte* name = key)
        {
            if (value is { } text)
            {
                fixed (byte* word = text)
                {
                    LinuxException.Check(FsConfig(context, FSCONFIG_SET_STRING, name, word), "fsconfig", "overlay");
                }
            }
            else
            {
                LinuxException.Check(FsConfig(context, FSCONFIG_SET_FLAG, name, null), "fsconfig", "overlay");
            }
        }
    }

    private static void FilePath(int file, byte* path)
    {
        var text = new OptionText(path, FilePathRoom);
        text.AddFile(file, '\0');
    }
}
