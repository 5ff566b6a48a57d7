using PSContainer.Errors;
using PSContainer.Interop;

namespace PSContainer.State;

/// <summary>
/// Who has which name: in <c>.names</c> one link for each, whose target is the container's id. Making a link is atomic, so of
/// two that want a name one gets it. Links are removed only under the folder's lock, so that none is mistaken for a stale one.
/// </summary>
internal readonly struct NameIndex(DirectoryHandle root)
{
    /// <summary>Claims a name for a container whose folder bears the name's mark.</summary>
    /// <returns>Null; or the id of the container that has the name already.</returns>
    public string? Claim(string name, string id)
    {
        CString link = new(name), target = new(id);
        using DirectoryHandle names = OpenOrMake();
        int errno = names.TryLink(link, target);
        if (errno == Errno.EEXIST)
        {
            return Contest(names, name, id);
        }

        DirectoryHandle.Check(errno, "symlinkat", names.PathOf(link));
        return null;
    }

    /// <summary>Gives a name up, if it is that container's.</summary>
    public void Release(string name, string id)
    {
        if (TryOpen() is not { } names)
        {
            return;
        }

        using (names)
        using (names.Lock())
        {
            var link = new CString(name);
            if (names.ReadLink(link) == id)
            {
                Remove(names, link);
            }
        }
    }

    /// <summary>The id of the container that has a name, or null.</summary>
    public string? Find(string name)
    {
        using DirectoryHandle? names = TryOpen();
        return names?.ReadLink(new CString(name)) is { } id && IsHeld(name, id) ? id : null;
    }

    /// <summary>All names that there are links for; some may be stale.</summary>
    public List<string> Names()
    {
        using DirectoryHandle? names = TryOpen();
        return names is null ? [] : Identifiers.In(names, directoriesOnly: false);
    }

    // The name has a link. Of a container that is gone, perhaps: one that was killed could not give its name up.
    private string? Contest(DirectoryHandle names, string name, string id)
    {
        CString link = new(name), target = new(id);
        using FileLock locked = names.Lock();
        while (true)
        {
            int errno = names.TryReadLink(link, out string? owner);
            if (owner == id)
            {
                return null;
            }

            if (owner is not null && IsHeld(name, owner))
            {
                return owner;
            }

            // Only what was seen may be removed: without the lock another may make a link at any moment.
            if (errno != Errno.ENOENT)
            {
                Remove(names, link);
            }

            errno = names.TryLink(link, target);
            if (errno != Errno.EEXIST)
            {
                DirectoryHandle.Check(errno, "symlinkat", names.PathOf(link));
                return null;
            }
        }
    }

    // A container marks its folder with the name before it claims it: a link to a folder without that mark is a former one's.
    private bool IsHeld(string name, string id)
    {
        if (!ContainerId.IsValid(id) || root.TryOpenChild(new CString(id), out DirectoryHandle? folder) != 0)
        {
            return false;
        }

        using (folder)
        {
            return folder!.ReadLink(StateFile.NameMark) == name;
        }
    }

    private static void Remove(DirectoryHandle names, in CString link)
    {
        int errno = names.TryUnlink(link);
        if (errno != Errno.ENOENT)
        {
            DirectoryHandle.Check(errno, "unlinkat", names.PathOf(link));
        }
    }

    private DirectoryHandle OpenOrMake()
    {
        int errno = root.TryOpenChild(StateFile.Names, out DirectoryHandle? names);
        if (errno == Errno.ENOENT)
        {
            errno = root.TryMakeChild(StateFile.Names);
            DirectoryHandle.Check(errno == Errno.EEXIST ? 0 : errno, "mkdirat", root.PathOf(StateFile.Names));
            errno = root.TryOpenChild(StateFile.Names, out names);
        }

        DirectoryHandle.Check(errno, "openat", root.PathOf(StateFile.Names));
        return names!;
    }

    // Anything but a directory holds no names.
    private DirectoryHandle? TryOpen()
    {
        int errno = root.TryOpenChild(StateFile.Names, out DirectoryHandle? names);
        if (errno is not (Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP))
        {
            DirectoryHandle.Check(errno, "openat", root.PathOf(StateFile.Names));
        }

        return names;
    }
}
