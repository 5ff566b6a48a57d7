using System.Globalization;
using PSContainer.Interop;
using PSContainer.Launch;
using PSContainer.Oci;
using static Tmds.Linux.LibC;

namespace PSContainer.Containers;

/// <summary>Which namespaces a process is in.</summary>
internal static unsafe class NamespaceInodes
{
    /// <summary>Their inode numbers; those that cannot be read are left out. Whose they were is known when the process is still there afterwards.</summary>
    public static Dictionary<NamespaceKind, ulong> Of(int pid)
    {
        var inodes = new Dictionary<NamespaceKind, ulong>();
        for (NamespaceKind kind = NamespaceKind.Pid; kind <= NamespaceKind.Time; kind++)
        {
            if (Read(pid, kind.FileName()) is { } inode)
            {
                inodes[kind] = inode;
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
