using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Launch.Layers;
using PSContainer.State;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

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

    /// <summary>
    /// Removes a container's folder; where the container has changed nothing, moves it out of the way instead: to remove its dozen
    /// files and folders takes as long as a fifth of the whole launch.
    /// </summary>
    /// <param name="path">The folder, absolute; null for none.</param>
    /// <param name="trash">Where to, on the same file system; who names it empties it. Null to remove in any case.</param>
    /// <exception cref="ContainerException"><c>Storage.Remove.…</c></exception>
    public static void Discard(string? path, string? trash)
    {
        if (path is null || trash is null || !IsUnchanged(path) || !TryMove(path, $"{trash}/{Path.GetFileName(path)}"))
        {
            Remove(path);
        }
    }

    // Nothing but what every container has: its files, what the kernel needs, and a folder for changes with nothing in it.
    private static bool IsUnchanged(string path)
    {
        if (DirectoryHandle.TryOpen(path, followLink: false, out DirectoryHandle? folder) != 0)
        {
            return false;
        }

        using (folder)
        {
            using DirectoryEntries entries = folder!.Entries();
            while (entries.Read())
            {
                if (entries.MayBeDirectory && !entries.Name.SequenceEqual("work"u8) && !(entries.Name.SequenceEqual("upper"u8) && IsEmpty(folder, LayerNames.Upper)))
                {
                    return false;
                }
            }

            return true;
        }
    }

    private static bool IsEmpty(DirectoryHandle parent, in CString name)
    {
        if (parent.TryOpenChild(name, out DirectoryHandle? folder) != 0)
        {
            return false;
        }

        using (folder)
        {
            using DirectoryEntries entries = folder!.Entries();
            return !entries.Read();
        }
    }

    private static unsafe bool TryMove(string path, string target)
    {
        fixed (byte* from = new CString(path), to = new CString(target))
        {
            return RenameAt(AT_FDCWD, from, AT_FDCWD, to) == 0;
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
