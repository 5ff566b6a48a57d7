using System.Globalization;
using PSContainer.Bench.Measuring;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>What session.ps1 is given, and what it found.</summary>
internal static class SessionTimes
{
    private const string Cmdlet = "Invoke-ContainerCommand";

    public static string Script { get; } = Path.Combine(AppContext.BaseDirectory, "session.ps1");

    public static string File(Scene scene) => $"{scene.Folder}/session.txt";

    public static Dictionary<string, object> Arguments(Scene scene, int count) => new()
    {
        ["Module"] = Scene.Module, ["Root"] = scene.Root, ["Bundle"] = scene.Bundle, ["Count"] = count,
        ["Out"] = File(scene),
    };

    public static void Report(Scene scene, Report report)
    {
        var times = new Dictionary<string, Samples>();
        foreach (string[] line in System.IO.File.ReadLines(File(scene)).Where(l => l.Length > 0).Select(l => l.Split('\t')))
        {
            if (line[0][0] == '!')
            {
                report.Note($"{line[0][1..]}: {line[1]}");
                continue;
            }

            times.TryAdd(line[0], new Samples());
            times[line[0]].Add(double.Parse(line[1], CultureInfo.InvariantCulture));
        }

        foreach ((string name, Samples samples) in times)
        {
            bool compares = name == Cmdlet && times.ContainsKey("bwrap --unshare-all");
            report.Time(name, samples, compares ? [new Comparison("bwrap", times["bwrap --unshare-all"], 1)] : []);
        }
    }
}
