using PSContainer.Errors;
using PSContainer.Interop;

namespace PSContainer.State;

internal sealed partial class StateStore
{
    /// <summary>
    /// Removes all that is known of a container: files, folder, id and name. Whether it still runs is the caller's to see to.
    /// </summary>
    /// <returns>False where there was nothing to remove, or another removed it.</returns>
    /// <exception cref="ContainerException"><c>State.Delete.…</c></exception>
    public bool Delete(string id)
    {
        ContainerId.Validate(id);
        return Delete(id, root => Delete(root, id));
    }

    /// <summary>
    /// Removes a container whose folder was opened: that one, and never another that has got its id meanwhile. For one who has
    /// looked at it before.
    /// </summary>
    /// <inheritdoc cref="Delete(string)"/>
    public bool Delete(ContainerFolder folder) => Delete(folder.Id, root => Delete(root, folder.Id, folder.Directory));

    private bool Delete(string id, Func<DirectoryHandle, bool> delete)
    {
        using DirectoryHandle? root = Root.TryOpen();
        try
        {
            return root is not null && delete(root);
        }
        catch (LinuxException e)
        {
            throw StateErrors.Failed("Delete", "Removing the state of container", id, e);
        }
    }

    private static bool Delete(DirectoryHandle root, string id)
    {
        var name = new CString(id);
        int errno = root.TryOpenChild(name, out DirectoryHandle? folder);
        if (errno is Errno.ENOTDIR or Errno.ELOOP)
        {
            // No container, but in the way of one: the file or link itself goes, not what a link leads to.
            errno = root.TryUnlink(name);
            folder = null;
        }

        if (errno == Errno.ENOENT)
        {
            return false;
        }

        DirectoryHandle.Check(errno, "openat", root.PathOf(name));
        using (folder)
        {
            return folder is null || Delete(root, id, folder);
        }
    }

    private static bool Delete(DirectoryHandle root, string id, DirectoryHandle folder)
    {
        using FileLock locked = folder.Lock();
        var name = new CString(id);
        if (!root.IsChild(name, folder))
        {
            return false;
        }

        if (folder.ReadLink(StateFile.NameMark) is { } mark && ContainerName.IsValid(mark))
        {
            new NameIndex(root).Release(mark, id);
        }

        DirectoryTree.Remove(root, name, folder);
        return true;
    }
}
