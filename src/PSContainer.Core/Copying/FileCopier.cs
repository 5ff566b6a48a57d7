using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using PSContainer.Interop;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Copying;

/// <summary>Copies one file or link into a folder, by descriptors.</summary>
internal static unsafe class FileCopier
{
    /// <summary>The most that is read of a file that gives no length, as those of /proc do, in bytes.</summary>
    public const long MostUnannounced = 64 << 20;

    private const int Piece = 4 << 20;
    private const ushort OwnerOnly = 0x180; // 0600

    /// <summary>Copies what a descriptor has; what is there by that name and is a file is overwritten, a link is replaced.</summary>
    public static void Copy(CopyJob job, SafeFileHandle from, in stat status, SafeFileHandle folder, in CString name, string path)
    {
        using SafeFileHandle to = Create(folder, name, path);
        if (status.st_size == 0)
        {
            CopyUnannounced(job, from, to, path);
        }
        else
        {
            CopyData(job, from, to, (long)status.st_size, path);
        }

        job.Finish(Number(from), Number(to), status, path);
    }

    /// <summary>Copies a link as what it says.</summary>
    public static void CopyLink(CopyJob job, SafeFileHandle from, in CString fromName, in stat status, SafeFileHandle folder, in CString name, string path)
    {
        const int Room = 4097;
        byte* text = stackalloc byte[Room];
        fixed (byte* source = fromName, target = name)
        {
            long length = LinuxException.Check((nint)(long)readlinkat(Number(from), source, text, Room - 1), "readlinkat", path);
            text[length] = 0;
            if (unlinkat(Number(folder), target, 0) < 0 && errno != ENOENT)
            {
                throw errno == EISDIR || errno == EPERM ? CopyErrors.IsFolder(path) : LinuxException.FromLastError("unlinkat", path);
            }

            LinuxException.Check(symlinkat(text, Number(folder), target), "symlinkat", path);
            job.FinishLink(Number(folder), target, status);
        }
    }

    // Not through a link, and not waiting: what lies there may be a trap.
    private static SafeFileHandle Create(SafeFileHandle folder, in CString name, string path)
    {
        fixed (byte* target = name)
        {
            int file = Open(folder, target);
            if (file < 0 && errno == ELOOP && unlinkat(Number(folder), target, 0) == 0)
            {
                file = Open(folder, target);
            }

            if (file < 0)
            {
                throw errno switch
                {
                    var number when number == EISDIR => CopyErrors.IsFolder(path),
                    var number when number == ENXIO => CopyErrors.IsNoFolder(path),
                    _ => LinuxException.FromLastError("openat", path),
                };
            }

            return Emptied(new SafeFileHandle(file, ownsHandle: true), path);
        }
    }

    private static int Open(SafeFileHandle folder, byte* name) =>
        openat(Number(folder), name, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, OwnerOnly);

    private static SafeFileHandle Emptied(SafeFileHandle file, string path)
    {
        stat status;
        if (fstat(Number(file), &status) == 0 && FileKind.Of(status) == FileKind.Regular && ftruncate(Number(file), 0) == 0)
        {
            return file;
        }

        file.Dispose();
        throw CopyErrors.NotAFile(path, FileKind.Describe(status));
    }

    // No more than it said it has: one that grows as it is read would never end. Holes stay holes.
    private static void CopyData(CopyJob job, SafeFileHandle from, SafeFileHandle to, long size, string path)
    {
        var data = new DataSegments(Number(from), size);
        while (data.Next(out long start, out long end))
        {
            DataSegments.Place(Number(from), Number(to), start);
            CopyBytes(job, from, to, end - start, path);
        }

        // It may be shorter by now.
        stat now;
        LinuxException.Check(fstat(Number(from), &now), "fstat", path);
        LinuxException.Check(ftruncate(Number(to), long.Min(size, (long)now.st_size)), "ftruncate", path);
    }

    // Of a file that says that it is empty, as those of /proc do.
    private static void CopyUnannounced(CopyJob job, SafeFileHandle from, SafeFileHandle to, string path)
    {
        if (CopyBytes(job, from, to, MostUnannounced + 1, path) == 0)
        {
            throw CopyErrors.Endless(path);
        }
    }

    // Gives how much of it there was not.
    private static long CopyBytes(CopyJob job, SafeFileHandle from, SafeFileHandle to, long rest, string path)
    {
        while (rest > 0)
        {
            job.Cancel.ThrowIfCancellationRequested();
            long copied = LinuxException.Check(SendFile(Number(to), Number(from), (nuint)long.Min(rest, Piece)), "sendfile", path);
            if (copied == 0)
            {
                break;
            }

            rest -= copied;
            job.Progress(path, copied);
        }

        return rest;
    }

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();
}
