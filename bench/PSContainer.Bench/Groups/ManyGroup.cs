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

    public override string Name => "many";

    public override void Measure(Scene scene, BenchOptions options, Report report)
    {
        Samples alone = Launch(scene, options);
        int made = 0;
        try
        {
            for (; made < Containers; made++)
            {
                Require("run", "--detach", "--bundle", scene.WaitingBundle, $"bench-{made}");
            }

            Samples among = Launch(scene, options), list = Run(20, "list", "--quiet"), table = Run(20, "list");
            report.Title($"With {Containers} other containers that run");
            report.Time("pscontainer run with none", alone);
            report.Time($"pscontainer run with {Containers}", among, new Comparison("none", alone, LaunchLimit));
            AddList(report, "pscontainer list", table);
            AddList(report, "pscontainer list --quiet", list);
        }
        finally
        {
            for (int i = 0; i < made; i++)
            {
                _ = NativeCommand.Capture(Scene.Launcher, "delete", "--force", $"bench-{i}");
            }
        }
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
