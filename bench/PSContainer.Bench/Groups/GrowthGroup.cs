using System.Management.Automation;
using PSContainer.Bench.Measuring;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>What is more after a thousand launches than before.</summary>
internal sealed class GrowthGroup : MeasuredGroup
{
    private const int Launches = 1000;
    private const double MemoryNoise = 8;

    public override string Name => "growth";

    public override void Measure(Scene scene, BenchOptions options, Report report)
    {
        using PowerShell engine = HostedEngine.Open();
        engine.AddCommand("Import-Module").AddArgument(Scene.Module).AddParameter("ErrorAction", "Stop").Invoke();
        Launch(engine, scene, Launches / 2);
        Inventory before = Inventory.Take();
        Launch(engine, scene, Launches);
        Inventory after = Inventory.Take();

        report.Title($"Growth over {Launches} launches in one session");
        foreach ((string name, long was, long now) in before.Compare(after))
        {
            report.Add(new Row(name, $"{now - was:+0;-0;0}", $"{was} → {now}", "", "0", now <= was));
        }

        double grown = after.ResidentMegabytes - before.ResidentMegabytes;
        report.Add(new Row(
            "memory of the session", $"{grown:+0.0;-0.0;0.0} MB", $"{before.ResidentMegabytes:0} → {after.ResidentMegabytes:0}", "",
            $"≤ {MemoryNoise} MB", grown <= MemoryNoise));
    }

    private static void Launch(PowerShell engine, Scene scene, int count)
    {
        engine.Commands.Clear();
        engine.AddScript("""
            param($root, $count)
            for ($i = 0; $i -lt $count; $i++) { Invoke-ContainerCommand -RootPath $root /bin/true -ErrorAction Stop }
            """).AddArgument(scene.Root).AddArgument(count).Invoke();
    }
}
