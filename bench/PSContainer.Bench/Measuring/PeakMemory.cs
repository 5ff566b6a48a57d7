namespace PSContainer.Bench.Measuring;

/// <summary>
/// The most memory that a program has had resident. What wait4(2) tells is no use: it counts the process that started it
/// too, and the children. So the program is stopped as it ends, and asked itself.
/// </summary>
internal static class PeakMemory
{
    private const int Continue = 7;
    private const int Seize = 0x4206;
    private const nint StopAtExit = 0x40;

    /// <summary>Launches a command once.</summary>
    /// <returns>Its peak, without that of its children, in bytes.</returns>
    public static long Of(NativeCommand command)
    {
        int pid = command.Start();
        if (Native.Trace(Seize, pid, 0, StopAtExit) < 0)
        {
            _ = Native.Wait(pid, out _, 0);
            throw new InvalidOperationException("ptrace is not permitted");
        }

        long peak = 0;
        while (Native.Wait(pid, out int status, 0) == pid && (status & 0xff) == 0x7f)
        {
            bool ends = status >> 8 == (0x05 | (6 << 8));
            peak = ends ? Math.Max(peak, Read(pid)) : peak;
            bool isSignal = status >> 16 == 0;
            _ = Native.Trace(Continue, pid, 0, isSignal && !ends ? (status >> 8) & 0xff : 0);
        }

        return peak;
    }

    private static long Read(int pid)
    {
        string line = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
