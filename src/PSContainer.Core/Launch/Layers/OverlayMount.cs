using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Layers;

/// <summary>
/// The mount of an overlay. All folders are given to the kernel as descriptors, by their names in /proc/self/fd: no path's length, and
/// nothing in a path, can spoil that, and what the container reads in its mount table tells nothing of the host.
/// </summary>
/// <param name="lower">Descriptors of the shared folders, the topmost first.</param>
/// <param name="names">Their paths, for messages.</param>
/// <param name="place">A folder to mount it on where the kernel cannot do without one, seen in this namespace alone.</param>
/// <param name="userAttributes">Whether its notes are in attributes that files of any user may have.</param>
internal sealed unsafe class OverlayMount(int[] lower, IReadOnlyList<string> names, CString place, bool userAttributes)
{
    private static readonly CString s_lowerAdd = new("lowerdir+"), s_lower = new("lowerdir"), s_upper = new("upperdir"), s_work = new("workdir");

    // No redirects: a layer's own attributes could lead elsewhere by them. Nothing has to outlive the container, not even its end.
    private static readonly (CString Key, CString? Value)[] s_settings =
    [
        (new("redirect_dir"), new("nofollow")), (new("index"), new("off")), (new("metacopy"), new("off")), (new("volatile"), null),
    ];

    private static readonly CString s_userAttributes = new("userxattr");

    /// <summary>Whether an error says that this kernel, or the file system of these folders, has no overlays for the caller.</summary>
    public static bool IsImpossible(LinuxException error) => error.Function is "fsopen" or "fsconfig" or "fsmount" or "mount"
        && error.ErrorNumber is Errno.ENODEV or Errno.EPERM or Errno.EINVAL or Errno.EOPNOTSUPP or Errno.ENOSYS;

    /// <summary>Mounts it.</summary>
    /// <param name="upper">The folder that takes changes.</param>
    /// <param name="work">The kernel's own beside it.</param>
    /// <returns>A descriptor of the mount, attached nowhere where the kernel can do that.</returns>
    /// <exception cref="LinuxException">There can be none: see <see cref="IsImpossible"/>.</exception>
    public int Make(int upper, int work)
    {
        fixed (byte* type = "overlay\0"u8)
        {
            int context = LinuxException.Check(FsOpen(type), "fsopen", "overlay");
            if (!TryAddLower(context) || !TryCreate(context, upper, work))
            {
                close(context);
                return MountOld(upper, work);
            }

            int mount = LinuxException.Check(FsMount(context, 0), "fsmount", "overlay");
            close(context);
            return mount;
        }
    }

    // Linux 6.5 and later take one folder at a time, as many as 500. Older ones take a page of whatever they are told, and say only in the
    // end that they do not know it.
    private bool TryAddLower(int context)
    {
        byte* path = stackalloc byte[OptionText.FileRoom];
        for (int i = 0; i < lower.Length; i++)
        {
            OptionText.WriteFile(path, lower[i]);
            fixed (byte* key = s_lowerAdd)
            {
                if (!IsKnown(FsConfig(context, FSCONFIG_SET_STRING, key, path), names[i]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool TryCreate(int context, int upper, int work)
    {
        SetFile(context, s_upper, upper);
        SetFile(context, s_work, work);
        foreach ((CString key, CString? value) in s_settings)
        {
            Set(context, key, value);
        }

        if (userAttributes)
        {
            Set(context, s_userAttributes, null);
        }

        return IsKnown(FsConfig(context, FSCONFIG_CMD_CREATE, null, null), "overlay");
    }

    private static bool IsKnown(int result, string what) => (result < 0 && errno == EINVAL) ? false : LinuxException.Check(result, "fsconfig", what) >= 0;

    // All in one page of options; on the container's own folder, in this namespace alone.
    private int MountOld(int upper, int work)
    {
        const int Page = 4096;
        byte* data = stackalloc byte[Page];
        var text = new OptionText(data, Page);
        text.Add(s_lower, '=');
        for (int i = 0; i < lower.Length; i++)
        {
            text.AddFile(lower[i], i + 1 < lower.Length ? ':' : ',');
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

        text.Add(userAttributes ? s_userAttributes : s_settings[^1].Key, '\0');
        fixed (byte* type = "overlay\0"u8, folder = place)
        {
            LinuxException.Check(text.IsFull ? -1 : mount(type, folder, type, 0, data), "mount", "overlay");
            int tree = LinuxException.Check(OpenTree(AT_FDCWD, folder, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC), "open_tree", "overlay");

            // It lies over the container's folder, in which its volumes are.
            LinuxException.Check(umount2(folder, MNT_DETACH), "umount2", "overlay");
            return tree;
        }
    }

    private static void SetFile(int context, CString key, int file)
    {
        byte* path = stackalloc byte[OptionText.FileRoom];
        OptionText.WriteFile(path, file);
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
}
