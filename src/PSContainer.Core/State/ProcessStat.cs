using System.Buffers.Text;

namespace PSContainer.State;

/// <summary>What <c>/proc/PID/stat</c> says of a process that helps to tell it from others; see <c>proc_pid_stat(5)</c>.</summary>
/// <param name="State">One letter; <c>Z</c> is a process that has ended and was not waited for.</param>
/// <param name="Threads">Number of threads.</param>
/// <param name="StartTime">When it started, in clock ticks since boot.</param>
internal readonly record struct ProcessStat(char State, int Threads, ulong StartTime)
{
    private const int MaxPrefix = 1024;

    // The first thread of a process may end before the others: a zombie with threads is alive.
    public bool HasEnded => State is 'X' or 'x' || (State == 'Z' && Threads <= 1);

    /// <summary>False where no process has that pid.</summary>
    public static unsafe bool TryRead(int pid, out ProcessStat stat)
    {
        byte* path = stackalloc byte[32];
        FormatPath(pid, new Span<byte>(path, 32));
        Span<byte> line = stackalloc byte[MaxPrefix];
        int length = ProcFile.Read(path, line);
        stat = default;
        return length > 0 && TryParse(line[..length], out stat);
    }

    /// <summary>Reads one line; the command's name, in parentheses, may itself have spaces, parentheses and line feeds.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out ProcessStat stat)
    {
        stat = default;
        int end = line.LastIndexOf((byte)')');
        if (end < 0 || line.Length < end + 3)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = line[(end + 2)..];
        char state = (char)rest[0];
        if (!TryField(ref rest, 20 - 3, out ulong threads) || !TryField(ref rest, 22 - 20, out ulong start))
        {
            return false;
        }

        stat = new ProcessStat(state, (int)Math.Min(threads, int.MaxValue), start);
        return true;
    }

    private static bool TryField(ref ReadOnlySpan<byte> rest, int ahead, out ulong value)
    {
        for (; ahead > 0; ahead--)
        {
            int space = rest.IndexOf((byte)' ');
            if (space < 0)
            {
                value = 0;
                return false;
            }

            rest = rest[(space + 1)..];
        }

        // A field that reaches the end of what was read may be cut short.
        return Utf8Parser.TryParse(rest, out value, out int length) && length < rest.Length;
    }

    private static void FormatPath(int pid, Span<byte> path)
    {
        "/proc/"u8.CopyTo(path);
        _ = Utf8Formatter.TryFormat(pid, path[6..], out int digits);
        "/stat\0"u8.CopyTo(path[(6 + digits)..]);
    }
}
