using PSContainer.Bench.Measuring;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>One more command in a container that runs, each runtime's in its own.</summary>
internal sealed class ExecGroup : MeasuredGroup
{
    private const string Id = "bench-exec";

    public override string Name => "exec";

    public override void Measure(Scene scene, BenchOptions options, Report report)
    {
        string bundle = scene.WaitingBundle;
        var contest = new Contest();
        try
        {
            foreach ((string name, string program) in RuntimeGroup.Programs)
            {
                _ = NativeCommand.Capture(program, "run", "--detach", "--bundle", bundle, Id);
                contest.Add($"{name} exec", [program, "exec", Id, "/bin/true"]);
            }

            Dictionary<string, Samples> times = contest.Run(options.Launches);
            report.Title($"/bin/true in a container that runs, {options.Launches} times each");
            RuntimeGroup.Report(report, times, "exec", ("crun", 0.8));
            contest.Absent.ForEach(report.Note);
        }
        finally
        {
            foreach ((_, string program) in RuntimeGroup.Programs)
            {
                _ = NativeCommand.Capture(program, "delete", "--force", Id);
            }
        }
    }
}
