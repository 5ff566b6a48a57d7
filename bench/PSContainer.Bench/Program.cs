using PSContainer.Bench;
using PSContainer.Bench.Groups;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

if (!BenchOptions.TryParse(args, out BenchOptions options))
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return 64;
}

if (!Environment.IsPrivilegedProcess)
{
    Console.Error.WriteLine("Only root may run all of the programs that are compared here.");
    return 77;
}

if (!options.InView)
{
    return PrivateView.RunAgain(args);
}

using var scene = new Scene();
var report = new Report();
foreach (MeasuredGroup group in MeasuredGroup.All)
{
    if (options.Wants(group.Name))
    {
        Console.Error.WriteLine($"measuring: {group.Name}");
        group.Measure(scene, options, report);
    }
}

report.Print(Console.Out);
return report.MissedCount == 0 ? 0 : 1;
