using PSContainer.Bench.Measuring;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>What Import-Module adds to a pwsh that starts, with the files in the page cache.</summary>
internal sealed class ImportGroup : MeasuredGroup
{
    private const double Limit = 100;

    public override string Name => "import";

    public override void Measure(Scene scene, BenchOptions options, Report report)
    {
        if (Scene.Pwsh is not { } pwsh)
        {
            report.Note("Import-Module: there is no pwsh on the PATH");
            return;
        }

        int rounds = Math.Clamp(options.Launches / 5, 20, 100);
        Dictionary<string, Samples> times = Contest(scene, pwsh).Run(rounds);
        double added = times["with"].Median - times["without"].Median;
        double empty = times["empty"].Median - times["without"].Median;
        report.Title($"Import-Module, {rounds} fresh processes each");
        report.Time("pwsh that starts and ends", times["without"]);
        report.Time("pwsh that imports PSContainer", times["with"]);
        report.Add(new Row("Import-Module PSContainer", Report.Milliseconds(added), "", "the difference", $"≤ {Limit} ms", added <= Limit));
        report.Add(new Row("Import-Module of an empty module", Report.Milliseconds(empty), "", "the difference"));
    }

    private static Contest Contest(Scene scene, string pwsh)
    {
        string empty = $"{scene.Folder}/Empty.psd1";
        File.WriteAllText(empty, "@{ ModuleVersion = '1.0'; GUID = 'd9a7c8f0-3f14-4b5c-9f59-0d0b6d3d8b11'; FunctionsToExport = @(); CmdletsToExport = @(); AliasesToExport = @() }");
        var contest = new Contest();
        contest.Add("without", Command("$ErrorActionPreference = 'Stop'; exit 0"));
        contest.Add("with", Command($"$ErrorActionPreference = 'Stop'; Import-Module {Scene.Module}; exit 0"));
        contest.Add("empty", Command($"$ErrorActionPreference = 'Stop'; Import-Module {empty}; exit 0"));
        return contest;

        string[] Command(string text) => [pwsh, "-NoProfile", "-NonInteractive", "-Command", text];
    }
}
