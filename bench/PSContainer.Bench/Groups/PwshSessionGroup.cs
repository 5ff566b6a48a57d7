using System.Globalization;
using PSContainer.Bench.Measuring;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>The same in pwsh, as users have it.</summary>
internal sealed class PwshSessionGroup : MeasuredGroup
{
    public override string Name => "pwsh";

    public override void Measure(Scene scene, BenchOptions options, Report report)
    {
        if (Scene.Pwsh is not { } pwsh)
        {
            report.Note("pwsh: there is none on the PATH");
            return;
        }

        string[] arguments = [.. SessionTimes.Arguments(scene, options.Launches)
            .SelectMany(a => (string[])[$"-{a.Key}", Convert.ToString(a.Value, CultureInfo.InvariantCulture)!])];
        (int code, string output) = NativeCommand.Capture(
            [pwsh, "-NoProfile", "-NonInteractive", "-File", SessionTimes.Script, .. arguments]);
        if (code != 0)
        {
            report.Note($"pwsh: {output}");
            return;
        }

        report.Title($"Warm session of {NativeCommand.Capture(pwsh, "-Version").Output}: {options.Launches} calls each");
        SessionTimes.Report(scene, report);
    }
}
