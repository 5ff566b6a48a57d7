using PSContainer.Errors;
using PSContainer.State;
using static Tmds.Linux.LibC;

namespace PSContainer.Images;

/// <summary>The folder of the store: a private one of its user, or refused.</summary>
internal static class StoreRoot
{
    private const string Folder = "pscontainer";

    /// <summary>The calling user's folder.</summary>
    /// <param name="uid">Effective user id.</param>
    /// <param name="inUserNamespace">Whether root is root of a user namespace only.</param>
    /// <param name="xdgDataHome">The value of <c>XDG_DATA_HOME</c>, or null.</param>
    /// <param name="home">The value of <c>HOME</c>, or null.</param>
    /// <exception cref="ContainerException"><c>Image.Store.NoFolder</c>.</exception>
    public static string Choose(uint uid, bool inUserNamespace, string? xdgDataHome, string? home)
    {
        if (uid == 0 && !inUserNamespace)
            return $"/var/lib/{Folder}";

        // The XDG Base Directory Specification: a path that is not absolute is to be ignored.
        if (xdgDataHome is ['/', ..])
            return $"{xdgDataHome.TrimEnd('/')}/{Folder}";
        return home is ['/', ..] ? $"{home.TrimEnd('/')}/.local/share/{Folder}" : throw StoreErrors.NoFolder();
    }

    /// <summary>Whether there is a store; one that others may write to is refused.</summary>
    public static bool Exists(string path)
    {
        int errno = DirectoryHandle.TryOpen(path, followLink: true, out DirectoryHandle? root);
        if (errno == Errno.ENOENT)
            return false;
        if (errno != 0)
            throw StoreErrors.CannotUse(path, new LinuxException("open", errno, path));
        using (root)
        {
            FileStatus status = root!.Status();
            if (status.Owner != geteuid() || status.IsWritableByOthers)
                throw StoreErrors.NotPrivate(path, status.Owner);
        }

        return true;
    }

    /// <summary>Makes the folder with its parents, and those in it.</summary>
    public static void Make(StoreFolders folders)
    {
        if (!Exists(folders.Root))
            MakeWithParents(folders.Root);
        foreach (string folder in (ReadOnlySpan<string>)[folders.Blobs, folders.Blobs + "/sha256", folders.Blobs + "/sha512",
            folders.Partial, folders.Layers, folders.Containers, folders.Volumes, folders.Trash])
        {
            StoreFile.MakeFolder(folder);
        }

        StoreFile.SpreadChildren(folders.Containers);
    }

    private static void MakeWithParents(string path)
    {
        if (Path.GetDirectoryName(path) is { } parent && DirectoryHandle.TryStatusOf(parent, out _) == Errno.ENOENT)
            MakeWithParents(parent);
        StoreFile.MakeFolder(path);
    }
}
