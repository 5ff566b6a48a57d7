using System.Globalization;
using PSContainer.Cgroups;
using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Launcher.Container;
using PSContainer.Launcher.Process;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>events</c>: statistics of a container, again and again until it ends, and each kill for want of memory.</summary>
internal sealed class EventsCommand : Command
{
    private static readonly TimeSpan s_defaultInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_lookInterval = TimeSpan.FromMilliseconds(200);

    private readonly CommandOption _interval = CommandOption.Value("interval", "TIME", "time between statistics: 5s (default), 100ms, 1m");
    private readonly CommandOption _stats = CommandOption.Flag("stats", "print the statistics once");

    public override string Name => "events";

    public override string Summary => "display statistics of a container, and kills for want of memory";

    public override CommandOption[] Options => [_interval, _stats];

    public override int Run(CommandCall call)
    {
        TimeSpan interval = _interval.IsSet ? Parse(_interval) : s_defaultInterval;
        using StoredContainer container = StoredContainer.Open(call.Global.Root, call.Id);
        if (!container.IsAlive)
        {
            throw ContainerTarget.NotRunning(call.Id);
        }

        Cgroup cgroup = container.RequireCgroup();
        if (_stats.IsSet)
        {
            Print(call.Id, cgroup.ReadStatistics());
        }
        else
        {
            Watch(container, cgroup, interval);
        }

        return 0;
    }

    private static void Watch(StoredContainer container, Cgroup cgroup, TimeSpan interval)
    {
        FinalizerThread.Start();
        using ProcessHandle process = container.OpenProcess();
        long kills = cgroup.OomKillCount;
        do
        {
            Print(container.State.Id, cgroup.ReadStatistics());
        }
        while (!AwaitNext(process, interval, () => kills = PrintKills(container.State.Id, kills, cgroup.OomKillCount)));
    }

    // A kill for want of memory is told soon, however long the time between statistics.
    private static bool AwaitNext(ProcessHandle process, TimeSpan interval, Action look)
    {
        bool ended = false;
        for (TimeSpan left = interval; !ended && left > TimeSpan.Zero; left -= s_lookInterval)
        {
            ended = process.AwaitEnd(left < s_lookInterval ? left : s_lookInterval);
            look();
        }

        return ended;
    }

    private static long PrintKills(string id, long told, long now)
    {
        for (; told < now; told++)
        {
            PrintOom(id);
        }

        return told;
    }

    private static void Print(string id, CgroupStatistics statistics) =>
        StandardStream.PrintJson(json => StatisticsJson.Write(json, id, statistics), indented: false);

    private static void PrintOom(string id) => StandardStream.PrintJson(
        json =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "oom");
            json.WriteString("id"u8, id);
            json.WriteEndObject();
        },
        indented: false);

    // As Go writes durations, in one unit.
    private static TimeSpan Parse(CommandOption option)
    {
        string text = option.Text!;
        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        double factor = digits < 0 ? 0 : text[digits..] switch { "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3600, _ => 0 };
        return factor > 0 && int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? TimeSpan.FromSeconds(number * factor)
            : throw UsageException.Bad(option, "a time such as 5s or 100ms");
    }
}
