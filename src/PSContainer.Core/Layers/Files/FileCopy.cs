using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers.Files;

/// <summary>Copies a file of a lower layer into the one above, as overlayfs does before it is linked to.</summary>
internal sealed unsafe class FileCopy(LayerContext context)
{
    private const int LongestLink = 4096;

    public void Copy(in LowerMatch match, int folder, NameBytes name)
    {
        if (match.Status.IsFolder)
        {
            throw new LinuxException("linkat", Errno.EISDIR);
        }

        if (match.Status.IsRegular)
        {
            CopyFile(match, folder, name);
            return;
        }

        if (match.Status.IsLink)
        {
            CopyLink(match.Folder, folder, name);
        }
        else
        {
            CopyNode(match.Status, folder, name);
        }

        context.Owners.Set(folder, name, match.Status.User, match.Status.Group);
        FileTimes.Set(folder, name, match.Status.Accessed, match.Status.Modified);
    }

    private void CopyFile(in LowerMatch match, int folder, NameBytes name)
    {
        int from, to = -1;
        fixed (byte* path = name)
        {
            from = LinuxException.Check(openat(match.Folder, path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC), "openat");
        }

        try
        {
            _ = FileMaker.TryCreate(folder, name, match.Status.Mode, out to) ? to : throw new LinuxException("openat", Errno.EEXIST);
            DataSegments.Copy(from, to, match.Status.Size);
            context.Owners.Set(to, match.Status.User, match.Status.Group);
            LinuxException.Check(fchmod(to, (ushort)match.Status.Mode), "fchmod");
            context.Attributes.Copy(from, to);
            FileTimes.Set(to, match.Status.Accessed, match.Status.Modified);
        }
        finally
        {
            close(from);
            close(to);
        }
    }

    private static void CopyLink(int from, int to, NameBytes name)
    {
        byte* target = stackalloc byte[LongestLink + 1];
        fixed (byte* path = name)
        {
            nint length = LinuxException.Check((nint)(long)readlinkat(from, path, target, LongestLink), "readlinkat");
            target[length] = 0;
            LinuxException.Check(symlinkat(target, to, path), "symlinkat");
        }
    }

    private static void CopyNode(in EntryStatus status, int folder, NameBytes name)
    {
        ulong device = (status.DeviceMinor & 0xff) | (status.DeviceMajor << 8) | ((status.DeviceMinor & ~0xffu) << 12);
        fixed (byte* path = name)
        {
            LinuxException.Check(MakeNode(folder, path, (int)(status.Kind | status.Mode), device), "mknodat");
        }
    }
}
