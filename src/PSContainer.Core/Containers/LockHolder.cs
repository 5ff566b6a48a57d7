using System.Globalization;
using PSContainer.Interop;
using PSContainer.State;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Containers;

/// <summary>Finds the launcher or monitor of a container by the lock that it holds: all that is known where the state cannot be read.</summary>
internal static unsafe class LockHolder
{
    // "12: FLOCK  ADVISORY  WRITE 4711 00:1a:1234 0 EOF", see proc_locks(5).
    private const int Kind = 1;
    private const int Access = 3;
    private const int Pid = 4;
    private const int File = 5;

    private static readonly char[] s_blanks = [' '];

    /// <summary>Holds the process that holds the lock; null where nobody does, or it cannot be told who.</summary>
    public static ProcessHandle? TryOpen(ContainerFolder folder)
    {
        if (FileId(folder) is not { } file || Find(file) is not (> 0 and var pid) || pid == (int)getpid())
        {
            return null;
        }

        // If it has the lock still once it is held, it is no later process of that pid.
        ProcessHandle? holder = ProcessHandle.TryOpen(ProcessIdentity.Of(pid));
        if (Find(file) != pid)
        {
            holder?.Dispose();
            return null;
        }

        return holder;
    }

    private static int Find(string file)
    {
        foreach (string line in System.IO.File.ReadLines("/proc/locks"))
        {
            string[] fields = line.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > File && fields[Kind] == "FLOCK" && fields[Access] == "WRITE" && fields[File] == file
                && int.TryParse(fields[Pid], CultureInfo.InvariantCulture, out int pid))
            {
                return pid;
            }
        }

        return 0;
    }

    private static string? FileId(ContainerFolder folder)
    {
        if (folder.Directory.TryOpenFile(StateFile.Lock, O_RDONLY, out int descriptor) != 0)
        {
            return null;
        }

        statx status;
        fixed (byte* empty = "\0"u8)
        {
            int result = statx(descriptor, empty, AT_EMPTY_PATH, STATX_BASIC_STATS, &status);
            _ = close(descriptor);
            return result < 0
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{status.stx_dev_major:x2}:{status.stx_dev_minor:x2}:{status.stx_ino}");
        }
    }
}
