using System.Globalization;
using PSContainer.Interop;
using PSContainer.Launch;
using PSContainer.Oci;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Container;

/// <summary>Which namespaces a process is in.</summary>
internal static unsafe class NamespaceInodes
{
    /// <summary>Inode numbers by the kernel's names (<c>pid</c>, <c>mnt</c> …); those that cannot be read are left out.</summary>
    public static Dictionary<string, ulong> Of(int pid)
    {
        var inodes = new Dictionary<string, ulong>();
        for (NamespaceKind kind = NamespaceKind.Pid; kind <= NamespaceKind.Time; kind++)
        {
            if (Read(pid, kind.FileName()) is { } inode)
            {
                inodes[kind.FileName()] = inode;
            }
        }

        return inodes;
    }

    // The link reads "net:[4026531840]".
    private static ulong? Read(int pid, string name)
    {
        const int Room = 64;
        byte* text = stackalloc byte[Room];
        fixed (byte* path = new CString(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/ns/{name}")))
        {
            long length = (long)readlink(path, text, Room);
            var link = new ReadOnlySpan<byte>(text, (int)Math.Max(0, length));
            int bracket = link.IndexOf((byte)'[');
            return bracket >= 0 && ulong.TryParse(link[(bracket + 1)..^1], CultureInfo.InvariantCulture, out ulong inode) ? inode : null;
        }
    }
}
