using PSContainer.Bench.Measuring;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>What a thousand containers cost the next one, and whoever lists them.</summary>
internal sealed class ManyGroup : MeasuredGroup
{
    private const int Containers = 1000;
    private const int Turns = 2;
    private const int ListsPerTurn = 20;
    private const double ListLimit = 100;
    private const double LaunchLimit = 1.2;

    // The kernel makes and ends much of a thousand containers after the calls have returned.
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(3);

    public override string Name => "many";

    public override void Measure(Scene scene, BenchOptions options, Report report)
    {
        int launches = Math.Max(options.Launches / Turns, 1);
        var alone = new Counterparts();
        var among = new Counterparts();
        Samples list = new(), table = new();
        for (int turn = 0; turn < Turns; turn++)
        {
            alone.Launch(scene, launches);
            Among(scene, () =>
            {
                among.Launch(scene, launches);
                list.Add(List("list", "--quiet"));
                table.Add(List("list"));
            });
        }

        // With none before and after: the speed of the machine drifts by more than what is looked for.
        alone.Launch(scene, launches);
        report.Title($"With {Containers} other containers that run, and with none, by turns");
        foreach ((string name, Samples samples) in alone.Times)
        {
            report.Time($"{name} with none", samples);
            Comparison comparison = new("none", samples, name == Counterparts.Ours ? LaunchLimit : null);
            report.Time($"{name} with {Containers}", among.Times[name], comparison);
        }

        AddList(report, "pscontainer list", table);
        AddList(report, "pscontainer list --quiet", list);
    }

    private static void Among(Scene scene, Action measure)
    {
        int made = 0;
        try
        {
            for (; made < Containers; made++)
            {
                Require("run", "--detach", "--bundle", scene.WaitingBundle, $"bench-{made}");
            }

            Thread.Sleep(s_settling);
            measure();
        }
        finally
        {
            for (int i = 0; i < made; i++)
            {
                _ = NativeCommand.Capture(Scene.Launcher, "delete", "--force", $"bench-{i}");
            }

            Thread.Sleep(s_settling);
        }
    }

    private static Samples List(params string[] arguments)
    {
        var command = new NativeCommand([Scene.Launcher, .. arguments]);
        var samples = new Samples();
        for (int i = 0; i < ListsPerTurn; i++)
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
