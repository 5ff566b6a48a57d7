using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers.Files;

/// <summary>Gives files to their owners, where that is possible.</summary>
/// <param name="oneOwner">Whether all stay with the one id that there is.</param>
internal sealed unsafe class FileOwners(bool oneOwner)
{
    /// <summary>Whether a new file has other owners than its maker.</summary>
    public bool Differ(uint user, uint group, bool inheritsGroup) => !oneOwner && (user != 0 || group != 0 || inheritsGroup);

    public void Set(int file, uint user, uint group) => Check(oneOwner ? 0 : fchown(file, user, group), "fchown");

    /// <summary>Of a link, its own.</summary>
    public void Set(int folder, NameBytes name, uint user, uint group)
    {
        fixed (byte* path = name)
        {
            Check(oneOwner ? 0 : fchownat(folder, path, user, group, AT_SYMLINK_NOFOLLOW), "fchownat");
        }
    }

    private static void Check(int result, string function) => LinuxException.Check(result, function);
}
