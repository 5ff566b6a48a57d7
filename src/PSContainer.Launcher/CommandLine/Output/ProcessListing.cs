using System.Globalization;
using System.Text;
using PSContainer.Errors;
using PSContainer.Launcher.Container;

namespace PSContainer.Launcher.CommandLine;

/// <summary>One process as <c>ps -ef</c> shows it, read from <c>/proc/PID</c>; see <c>proc_pid_stat(5)</c>.</summary>
internal sealed class ProcessListing
{
    private const int MaxBytes = 1 << 20;
    private const int TicksPerSecond = 100; // USER_HZ: what the kernel tells users in, on every architecture of today

    private readonly string[] _fields;

    private ProcessListing(string[] fields, uint user, string command)
    {
        _fields = fields;
        User = user;
        Command = command;
    }

    public uint User { get; }

    /// <summary>The command line; in brackets the short name of one that has none.</summary>
    public string Command { get; }

    public int Parent => int.Parse(_fields[1], CultureInfo.InvariantCulture);

    /// <summary>Processor time in percent of the process's life.</summary>
    public long CpuPercent => Age.TotalSeconds < 1 ? 0 : (long)(100 * CpuTime.TotalSeconds / Age.TotalSeconds);

    public string CpuTimeText => CpuTime.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);

    public string StartText
    {
        get
        {
            DateTime start = DateTime.UtcNow - Age;
            return start.ToString(Age < TimeSpan.FromDays(1) ? "HH:mm" : "MMMdd", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The terminal's name, or <c>?</c>.</summary>
    public string Terminal
    {
        get
        {
            uint device = (uint)int.Parse(_fields[4], CultureInfo.InvariantCulture);
            uint major = (device >> 8) & 0xfff, minor = (device & 0xff) | ((device >> 12) & 0xfff00);
            return major is >= 136 and <= 143 ? $"pts/{((major - 136) << 20) | minor}" : device == 0 ? "?" : $"{major}:{minor}";
        }
    }

    private TimeSpan CpuTime => Ticks(11) + Ticks(12);

    private TimeSpan Age => TimeSpan.FromMilliseconds(Environment.TickCount64) - Ticks(19);

    /// <summary>Null for one that has ended.</summary>
    public static ProcessListing? Read(int pid)
    {
        try
        {
            string stat = ReadText($"/proc/{pid}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            string command = ReadText($"/proc/{pid}/cmdline").TrimEnd('\0').Replace('\0', ' ');
            string name = stat[(stat.IndexOf('(') + 1)..stat.LastIndexOf(')')];
            return new ProcessListing(fields, UserOf(pid), command.Length > 0 ? command : $"[{name}]");
        }
        catch (ContainerException)
        {
            return null;
        }
    }

    private static uint UserOf(int pid)
    {
        foreach (string line in ReadText($"/proc/{pid}/status").Split('\n'))
        {
            if (line.StartsWith("Uid:", StringComparison.Ordinal))
            {
                return uint.Parse(line.Split('\t')[2], CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }

    private static string ReadText(string path) => Encoding.UTF8.GetString(HostFile.Read(path, MaxBytes));

    private TimeSpan Ticks(int field) =>
        TimeSpan.FromSeconds(long.Parse(_fields[field], CultureInfo.InvariantCulture) / (double)TicksPerSecond);
}
