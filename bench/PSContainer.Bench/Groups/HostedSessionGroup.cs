using System.Management.Automation;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>The cmdlet in a warm session of the engine, hosted by this program.</summary>
internal sealed class HostedSessionGroup : MeasuredGroup
{
    public override string Name => "session";

    public override void Measure(Scene scene, BenchOptions options, Report report)
    {
        using PowerShell engine = HostedEngine.Open();
        engine.AddScript(File.ReadAllText(SessionTimes.Script)).AddParameters(SessionTimes.Arguments(scene, options.Launches));
        engine.Invoke();
        report.Title($"Warm session of the engine {typeof(PowerShell).Assembly.GetName().Version}, hosted: {options.Launches} calls each");
        SessionTimes.Report(scene, report);
    }
}
