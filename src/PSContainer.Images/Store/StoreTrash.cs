using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.State;

namespace PSContainer.Images;

/// <summary>Removes folders that have been moved out of the way.</summary>
internal static class StoreTrash
{
    /// <summary>Removes what can be; the rest is tried again the next time.</summary>
    /// <param name="path">The folder that they are in.</param>
    /// <param name="emptyForeign">Empties a folder in which files belong to other ids of a user namespace, or null.</param>
    public static void Empty(string path, Action<string>? emptyForeign = null)
    {
        if (DirectoryHandle.TryOpen(path, followLink: false, out DirectoryHandle? trash) != 0)
            return;
        using (trash)
        {
            foreach (string name in Directory.EnumerateDirectories(path).Select(Path.GetFileName).ToList()!)
                Remove(trash!, name, emptyForeign);
        }
    }

    private static void Remove(DirectoryHandle trash, string name, Action<string>? emptyForeign)
    {
        if (TryRemove(trash, new CString(name)) || emptyForeign is null)
            return;
        try
        {
            emptyForeign($"{trash.Path}/{name}");
            TryRemove(trash, new CString(name));
        }
        catch (ContainerException)
        {
            // The launcher cannot do it now either.
        }
    }

    private static bool TryRemove(DirectoryHandle trash, in CString name)
    {
        if (trash.TryOpenChild(name, out DirectoryHandle? folder) is var errno and not 0)
            return errno == Errno.ENOENT;
        using (folder)
        {
            try
            {
                DirectoryTree.Remove(trash, name, folder!);
                return true;
            }
            catch (LinuxException)
            {
                // Files of other ids of a user namespace: only a process inside one can remove them.
                return false;
            }
        }
    }
}
