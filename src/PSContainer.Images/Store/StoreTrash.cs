using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.State;

namespace PSContainer.Images;

/// <summary>Removes folders that have been moved out of the way.</summary>
internal static class StoreTrash
{
    /// <summary>Removes what can be; the rest is tried again the next time.</summary>
    public static void Empty(string path)
    {
        if (DirectoryHandle.TryOpen(path, followLink: false, out DirectoryHandle? trash) != 0)
            return;
        using (trash)
        {
            foreach (string name in Directory.EnumerateDirectories(path).Select(Path.GetFileName).ToList()!)
                Remove(trash!, new CString(name));
        }
    }

    private static void Remove(DirectoryHandle trash, in CString name)
    {
        if (trash.TryOpenChild(name, out DirectoryHandle? folder) != 0)
            return;
        using (folder)
        {
            try
            {
                DirectoryTree.Remove(trash, name, folder!);
            }
            catch (LinuxException)
            {
                // Files of other ids of a user namespace: only a process inside one can remove them.
            }
        }
    }
}
