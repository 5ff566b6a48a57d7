using PSContainer.Bench.Measuring;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>What a thousand containers cost the next one, and whoever lists them.</summary>
internal sealed class ManyGroup : MeasuredGroup
{
    private const int Containers = 1000;
    private const double ListLimit = 100;
    private const double LaunchLimit = 1.2;

    // The kernel makes and ends much of a thousand containers after the calls have returned.
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(3);

    public override string Name => "many";

    public override void Measure(Scene scene, BenchOptions options, Report report)
    {
        Samples alone = Launch(scene, options), among, list, table;
        int made = 0;
        try
        {
            for (; made < Containers; made++)
            {
                Require("run", "--detach", "--bundle", scene.WaitingBundle, $"bench-{made}");
            }

            Thread.Sleep(s_settling);
            (among, list, table) = (Launch(scene, options), Run(20, "list", "--quiet"), Run(20, "list"));
        }
        finally
        {
            for (int i = 0; i < made; i++)
            {
                _ = NativeCommand.Capture(Scene.Launcher, "delete", "--force", $"bench-{i}");
            }
        }

        // With none before and after: the speed of the machine drifts by more than what is looked for.
        Thread.Sleep(s_settling);
        alone.Add(Launch(scene, options));
        report.Title($"With {Containers} other containers that run");
        report.Time("pscontainer run with none", alone);
        report.Time($"pscontainer run with {Containers}", among, new Comparison("none", alone, LaunchLimit));
        AddList(report, "pscontainer list", table);
        AddList(report, "pscontainer list --quiet", list);
    }

    private static Samples Launch(Scene scene, BenchOptions options) =>
        Run(options.Launches, "run", "--bundle", scene.FullBundle, "bench-one-more");

    private static Samples Run(int count, params string[] arguments)
    {
        var command = new NativeCommand([Scene.Launcher, .. arguments]);
        var samples = new Samples();
        for (int i = 0; i < count; i++)
        {
            samples.Add(command.Run());
        }

        return samples;
    }

    private static void Require(params string[] arguments)
    {
        (int code, string output) = NativeCommand.Capture([Scene.Launcher, .. arguments]);
        if (code != 0)
        {
            throw new InvalidOperationException(output);
        }
    }

    private static void AddList(Report report, string name, Samples samples) => report.Add(new Row(
        name, Report.Milliseconds(samples.Median), $"{Report.Number(samples.Lower)}–{Report.Number(samples.Upper)}", "",
        $"≤ {ListLimit:0} ms", samples.Median <= ListLimit));
}
