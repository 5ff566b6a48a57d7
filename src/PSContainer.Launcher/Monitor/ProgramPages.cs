using System.Globalization;
using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Monitor;

/// <summary>The pages of the program's own file. A process that waits needs next to none of them.</summary>
internal static unsafe class ProgramPages
{
    private const int PageBytes = 4096;

    // Of /proc/PID/pagemap: the page is there, and it is the file's and not the process's own (proc_pid_pagemap(5)).
    private const ulong Present = 1UL << 63;
    private const ulong OfFile = 1UL << 61;

    private static List<(nuint Start, nuint Length)>? s_ranges;

    /// <summary>
    /// Lets go of them: each comes back from the file when it is touched. A page that was written to is the process's own, and stays.
    /// </summary>
    public static void Release()
    {
        fixed (byte* path = "/proc/self/pagemap\0"u8)
        {
            int map = open(path, O_RDONLY | O_CLOEXEC);
            foreach ((nuint start, nuint length) in map < 0 ? [] : s_ranges ??= Find())
            {
                Release(map, start, length);
            }

            close(map);
        }
    }

    private static void Release(int map, nuint start, nuint length)
    {
        const int batch = 256;
        ulong* pages = stackalloc ulong[batch];
        for (nuint end = start + length; start < end; start += batch * PageBytes)
        {
            long bytes = (long)pread(map, pages, batch * sizeof(ulong), (long)(start / PageBytes * sizeof(ulong)));
            for (nuint i = 0; i < (nuint)Math.Max(bytes, 0) / sizeof(ulong) && start + (i * PageBytes) < end; i++)
            {
                if ((pages[i] & (Present | OfFile)) == (Present | OfFile))
                {
                    Interop.Interop.AdviseUnneeded((void*)(start + (i * PageBytes)), PageBytes);
                }
            }
        }
    }

    // The file's private mappings: "00401000-006e6000 r-xp 00001000 fe:00 5343736 /…".
    private static List<(nuint Start, nuint Length)> Find()
    {
        var found = new List<(nuint Start, nuint Length)>();
        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields is [var range, [_, _, _, 'p'], _, _, not "0", ..])
            {
                int dash = range.IndexOf('-', StringComparison.Ordinal);
                nuint start = Number(range[..dash]);
                found.Add((start, Number(range[(dash + 1)..]) - start));
            }
        }

        return found;
    }

    private static nuint Number(string hex) => nuint.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
