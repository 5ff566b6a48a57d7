using PSContainer.Bench.Measuring;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>How fast a log is written, held against conmon's in the same run, and what a monitor costs that waits.</summary>
internal sealed class LogGroup : MeasuredGroup
{
    private const double Megabyte = 1e6;
    private const double Target = 500;
    private const double MemoryLimit = 2048;
    private const int Line = 100;
    private const int Lines = 200_000;
    private const int Repeats = 20;
    private const long Bytes = (long)Line * Lines * Repeats;
    private const int Rounds = 5;

    public override string Name => "log";

    public override void Measure(Scene scene, BenchOptions options, Report report)
    {
        report.Title("A log of lines of 100 bytes");
        var ours = new Samples();
        var theirs = new Samples();
        string? conmon = ConmonLog.Find();
        string bundle = Bundle(scene);
        for (int i = 0; i < Rounds; i++)
        {
            ours.Add(MonitoredLog.Speed(bundle, Bytes) / Megabyte);
            if (conmon is not null)
            {
                theirs.Add(ConmonLog.Speed(conmon, bundle, Bytes) / Megabyte);
            }
        }

        Add(report, ours, conmon is null ? null : theirs);
        if (conmon is null)
        {
            report.Note("conmon is not installed (Debian: conmon)");
        }

        report.Title("A monitor that waits");
        (double memory, double work) = MonitoredLog.Idle(scene);
        report.Add(new Row("proportional memory (PSS)", $"{memory:0} kB", "", "", $"≤ {MemoryLimit:0} kB", memory <= MemoryLimit));
        report.Add(new Row("processor time in 10 s", $"{work:0} ms", "", "", "none", work == 0));
    }

    // The writer costs as little as it can: it copies a file.
    private static string Bundle(Scene scene)
    {
        File.WriteAllText($"{scene.Root}/lines", string.Concat(Enumerable.Repeat(new string('x', Line - 1) + "\n", Lines)));
        return ModuleBundle.Make($"{scene.Folder}/log", scene.Root, "/bin/busybox", "sh", "-c", $"for i in $(/bin/busybox seq {Repeats}); do /bin/busybox cat /lines; done");
    }

    private static void Add(Report report, Samples ours, Samples? theirs)
    {
        double target = theirs is null ? Target : Math.Min(Target, theirs.Median);
        report.Add(new Row(
            "pscontainer's monitor", Speed(ours.Median), $"{ours.Lower:0}–{ours.Upper:0}", theirs is null ? "" : $"{Report.Number(ours.Median / theirs.Median)} × conmon",
            $"≥ {target:0} MB/s", ours.Median >= target));
        if (theirs is not null)
        {
            report.Add(new Row("conmon", Speed(theirs.Median), $"{theirs.Lower:0}–{theirs.Upper:0}"));
        }
    }

    private static string Speed(double value) => $"{value:0} MB/s";
}
