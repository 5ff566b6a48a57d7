using PSContainer.Bench.Measuring;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>OCI runtimes with one bundle that has everything: six namespaces, all mounts, a cgroup, capabilities, a seccomp profile.</summary>
internal sealed class RuntimeGroup : MeasuredGroup
{
    public override string Name => "runtime";

    public override void Measure(Scene scene, BenchOptions options, Report report)
    {
        var contest = new Contest();
        foreach ((string name, string program) in Programs)
        {
            contest.Add($"{name} run", [program, "run", "--bundle", scene.FullBundle, "bench-full"]);
        }

        Dictionary<string, Samples> times = contest.Run(options.Launches);
        report.Title($"OCI runtimes: a bundle with cgroup, capabilities and seccomp, {options.Launches} launches each");
        Report(report, times, "run", ("crun", 0.9), ("runc", 0.3));
        contest.Absent.ForEach(report.Note);
    }

    /// <summary>The runtimes, by name.</summary>
    public static IEnumerable<(string Name, string Program)> Programs =>
        [("pscontainer", Scene.Launcher), ("crun", "crun"), ("runc", "runc")];

    /// <summary>A line for each runtime, ours with its targets.</summary>
    public static void Report(Report report, Dictionary<string, Samples> times, string command, params (string Peer, double Limit)[] targets)
    {
        foreach ((string name, Samples samples) in times)
        {
            Comparison[] comparisons = [.. targets
                .Where(target => times.ContainsKey($"{target.Peer} {command}"))
                .Select(target => new Comparison(target.Peer, times[$"{target.Peer} {command}"], target.Limit))];
            report.Time(name, samples, name == $"pscontainer {command}" ? comparisons : []);
        }
    }
}
