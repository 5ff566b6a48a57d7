using PSContainer.Bench.Measuring;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>The most that each program has resident itself, without the command.</summary>
internal sealed class MemoryGroup : MeasuredGroup
{
    private const double Megabyte = 1 << 20;
    private const double Limit = 6;

    public override string Name => "memory";

    public override void Measure(Scene scene, BenchOptions options, Report report)
    {
        report.Title("Peak resident memory of the program itself");
        foreach ((string name, string[] arguments) in LauncherGroup.Containers(scene))
        {
            try
            {
                Add(report, name, Measure(arguments));
            }
            catch (InvalidOperationException error)
            {
                report.Note($"memory of {name}: {error.Message}");
            }
        }
    }

    private static Samples Measure(string[] arguments)
    {
        var command = new NativeCommand(arguments);
        var samples = new Samples();
        for (int i = 0; i < 10; i++)
        {
            samples.Add(PeakMemory.Of(command) / Megabyte);
        }

        return samples;
    }

    private static void Add(Report report, string name, Samples samples)
    {
        bool ours = name.StartsWith("pscontainer", StringComparison.Ordinal);
        report.Add(new Row(
            name, $"{Report.Number(samples.Median)} MB", $"{Report.Number(samples.Lower)}–{Report.Number(samples.Upper)}", "",
            ours ? $"≤ {Limit} MB" : "", ours ? samples.Median <= Limit : null));
    }
}
