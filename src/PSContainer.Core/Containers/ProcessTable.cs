using System.Globalization;
using System.Text;
using PSContainer.Oci;
using PSContainer.State;

namespace PSContainer.Containers;

/// <summary>Reads the processes of one container from <c>/proc</c>. What is in it is the container's to write: it is bounded, and never trusted.</summary>
internal sealed class ProcessTable
{
    private const int MostBytes = 64 << 10;
    private const long TicksPerSecond = 100; // USER_HZ: what the kernel tells users in, on every architecture of today

    private readonly Container _container;
    private readonly ContainerUsers _users;
    private readonly int _depth;

    public ProcessTable(Container container)
    {
        _container = container;
        _users = new ContainerUsers(container.State.Pid);
        _depth = Status(container.State.Pid).TryGetValue("NSpid", out string? pids) ? Words(pids).Length - 1 : 0;
    }

    /// <summary>One process; null where it has ended.</summary>
    public ContainerProcessInfo? Read(int pid)
    {
        Dictionary<string, string> status = Status(pid);
        string[] stat = StatFields(pid);
        if (status.Count == 0 || stat.Length < 20 || !uint.TryParse(Words(Get(status, "Uid")).ElementAtOrDefault(1), CultureInfo.InvariantCulture, out uint user))
        {
            return null;
        }

        uint? inside = _users.Inside(user);
        return new ContainerProcessInfo
        {
            Container = _container.Name, ProcessId = pid, ContainerProcessId = InsidePid(status, pid), ParentProcessId = (int)Number(Get(status, "PPid")),
            Name = Get(status, "Name"), Command = Command(pid), UserId = inside, HostUserId = user, User = _users.NameOf(inside),
            State = Get(status, "State").FirstOrDefault('?'), Threads = (int)Number(Get(status, "Threads")),
            Memory = Number(Get(status, "VmRSS").Split(' ')[0]) << 10, CpuTime = Ticks(stat[11]) + Ticks(stat[12]),
            Started = DateTime.Now - TimeSpan.FromMilliseconds(Environment.TickCount64) + Ticks(stat[19]),
        };
    }

    // One number for each PID namespace that the process is in, the outermost first.
    private int InsidePid(Dictionary<string, string> status, int pid) =>
        Words(Get(status, "NSpid")).ElementAtOrDefault(_depth) is { } word ? (int)Number(word) : pid;

    private static Dictionary<string, string> Status(int pid)
    {
        var lines = new Dictionary<string, string>();
        foreach (string line in Text(pid, "status").Split('\n'))
        {
            int colon = line.IndexOf(':');
            if (colon > 0)
            {
                lines[line[..colon]] = line[(colon + 1)..].Trim();
            }
        }

        return lines;
    }

    // From the third field on: the second, the name, may have anything in it.
    private static string[] StatFields(int pid)
    {
        string text = Text(pid, "stat");
        return text[Math.Min(text.Length, text.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static string[] Command(int pid) => Text(pid, "cmdline") is { Length: > 0 } text ? text.TrimEnd('\0').Split('\0') : [];

    private static string Text(int pid, string file)
    {
        var bytes = new byte[MostBytes];
        int length = ProcFile.Read(new Interop.CString(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}")), bytes);
        return Encoding.UTF8.GetString(bytes, 0, Math.Max(0, length));
    }

    private static string[] Words(string text) => text.Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries);

    private static string Get(Dictionary<string, string> lines, string name) => lines.GetValueOrDefault(name, "");

    private static long Number(string text) => StrictNumber.TryParse(text, out long number) ? number : 0;

    private static TimeSpan Ticks(string field) => TimeSpan.FromTicks(Number(field) * TimeSpan.TicksPerSecond / TicksPerSecond);
}
