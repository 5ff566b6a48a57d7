using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.State;

namespace PSContainer.Containers;

/// <summary>What a container has of its own in the image store.</summary>
internal static class StorageFolder
{
    /// <summary>Removes a container's folder; nothing where there is none.</summary>
    /// <param name="path">The folder, absolute; null for none.</param>
    /// <exception cref="ContainerException"><c>Storage.Remove.…</c></exception>
    public static void Remove(string? path)
    {
        if (path is null || DirectoryHandle.TryOpen(Path.GetDirectoryName(path)!, followLink: true, out DirectoryHandle? parent) != 0)
        {
            return;
        }

        using (parent)
        {
            try
            {
                Remove(parent!, new CString(Path.GetFileName(path)));
            }
            catch (LinuxException error)
            {
                throw new ContainerException(
                    $"Storage.Remove.{error.ErrorName}", ErrorKind.OperationFailed, $"The container's files in '{path}' cannot be removed: {error.Message}",
                    path, null, error);
            }
        }
    }

    private static void Remove(DirectoryHandle parent, in CString name)
    {
        if (parent.TryOpenChild(name, out DirectoryHandle? folder) != 0)
        {
            return;
        }

        using (folder)
        {
            DirectoryTree.Remove(parent, name, folder!);
        }
    }
}
