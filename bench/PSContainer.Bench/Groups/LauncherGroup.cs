using PSContainer.Bench.Measuring;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>Whole processes: each program makes the same six namespaces, the same root with /proc, and runs /bin/true.</summary>
internal sealed class LauncherGroup : MeasuredGroup
{
    private const string Sealed = "pscontainer run, read-only file, no cgroup";

    public override string Name => "launcher";

    public override void Measure(Scene scene, BenchOptions options, Report report)
    {
        var contest = new Contest();
        contest.Add("/bin/true alone", [$"{scene.Root}/bin/true"]);
        contest.Add("pscontainer --version: the runtime's start", [scene.SealedLauncher, "--version"]);
        foreach ((string name, string[] command) in Containers(scene))
        {
            contest.Add(name, command);
        }

        Dictionary<string, Samples> times = contest.Run(options.Launches);
        report.Title($"Launcher: /bin/true in six namespaces, {options.Launches} launches each");
        foreach ((string name, Samples samples) in times)
        {
            report.Time(name, samples, name == Sealed ? [.. Targets(times)] : []);
        }

        contest.Absent.ForEach(report.Note);
    }

    public static IEnumerable<(string Name, string[] Command)> Containers(Scene scene)
    {
        yield return ("unshare", [
            "unshare", "--pid", "--mount", "--uts", "--ipc", "--net", "--cgroup", "--fork", "--root", scene.Root, "--mount-proc", "/bin/true"]);
        yield return ("bwrap --unshare-all", [
            "bwrap", "--unshare-all", "--bind", scene.Root, "/", "--proc", "/proc", "--dev", "/dev", "/bin/true"]);
        yield return (Sealed, [scene.SealedLauncher, "--cgroup-manager", "disabled", "run", "--bundle", scene.Bundle, "bench-sealed"]);
        yield return ("pscontainer run, no cgroup", [
            Scene.Launcher, "--cgroup-manager", "disabled", "run", "--bundle", scene.Bundle, "bench-bare"]);
        yield return ("crun run, no cgroup", ["crun", "--cgroup-manager=disabled", "run", "--bundle", scene.Bundle, "bench-bare"]);
        yield return ("pscontainer run", [Scene.Launcher, "run", "--bundle", scene.Bundle, "bench-run"]);
        yield return ("crun run", ["crun", "run", "--bundle", scene.Bundle, "bench-run"]);
        yield return ("runc run", ["runc", "run", "--bundle", scene.Bundle, "bench-run"]);
    }

    private static IEnumerable<Comparison> Targets(Dictionary<string, Samples> times)
    {
        if (times.TryGetValue("unshare", out Samples? unshare))
        {
            yield return new Comparison("unshare", unshare, 1.3);
        }

        if (times.TryGetValue("bwrap --unshare-all", out Samples? bwrap))
        {
            yield return new Comparison("bwrap", bwrap, 1);
        }
    }
}
