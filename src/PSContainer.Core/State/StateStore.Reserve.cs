using PSContainer.Errors;
using PSContainer.Interop;

namespace PSContainer.State;

internal sealed partial class StateStore
{
    /// <summary>Reserves an id, and a name where one is given, and makes the caller the container's owner.</summary>
    /// <returns>The container's folder; as long as it is not disposed of, the container has an owner.</returns>
    /// <exception cref="ContainerException">
    /// <c>Container.IdInUse</c>, <c>Container.NameInUse</c>, <c>Container.InvalidId</c>, <c>Container.InvalidName</c>, <c>State.…</c>
    /// </exception>
    public ContainerFolder Reserve(string id, string? name = null)
    {
        ContainerId.Validate(id);
        if (name is not null)
        {
            ContainerName.Validate(name);
        }

        using DirectoryHandle root = Root.Open();
        try
        {
            return Reserve(root, id, name);
        }
        catch (LinuxException e) when (e.ErrorNumber is Errno.EACCES or Errno.EPERM or Errno.EROFS or Errno.ENOSPC or Errno.EDQUOT)
        {
            throw StateRootErrors.CannotWrite(Root.Path, e);
        }
        catch (LinuxException e)
        {
            throw StateErrors.Failed("Reserve", "Reserving the container id", id, e);
        }
    }

    private static ContainerFolder Reserve(DirectoryHandle root, string id, string? name)
    {
        ContainerFolder folder = MakeFolder(root, id);
        try
        {
            if (name is not null && ClaimName(root, folder, name) is { } owner)
            {
                throw StateErrors.NameInUse(name, owner);
            }

            return folder;
        }
        catch
        {
            Delete(root, id, folder.Directory);
            folder.Dispose();
            throw;
        }
    }

    // One who removes a former container of this id may take the new folder away as long as it is empty: then it is made again.
    private static ContainerFolder MakeFolder(DirectoryHandle root, string id)
    {
        var name = new CString(id);
        while (true)
        {
            int errno = root.TryMakeChild(name);
            if (errno != 0)
            {
                throw errno == Errno.EEXIST
                    ? StateErrors.IdInUse(id, root.PathOf(name))
                    : new LinuxException("mkdirat", errno, root.PathOf(name));
            }

            if (TryOwn(root, id, name) is { } folder)
            {
                return folder;
            }
        }
    }

    private static ContainerFolder? TryOwn(DirectoryHandle root, string id, in CString name)
    {
        int errno = root.TryOpenChild(name, out DirectoryHandle? directory);
        if (errno == Errno.ENOENT)
        {
            return null;
        }

        if (errno != 0)
        {
            root.TryRemoveChild(name);
            throw new LinuxException("openat", errno, root.PathOf(name));
        }

        return TryOwn(root, name, new ContainerFolder(id, directory!));
    }

    private static ContainerFolder? TryOwn(DirectoryHandle root, in CString name, ContainerFolder folder)
    {
        int errno = folder.TryTakeOwnership();
        if (errno == 0)
        {
            return folder;
        }

        folder.Dispose();
        if (errno == Errno.ENOENT)
        {
            return null;
        }

        root.TryRemoveChild(name);
        throw new LinuxException("openat", errno, $"{root.PathOf(name)}/lock");
    }

    private static string? ClaimName(DirectoryHandle root, ContainerFolder folder, string name)
    {
        DirectoryHandle.Check(
            folder.Directory.TryLink(StateFile.NameMark, new CString(name)), "symlinkat", folder.Directory.PathOf(StateFile.NameMark));
        return new NameIndex(root).Claim(name, folder.Id);
    }
}
