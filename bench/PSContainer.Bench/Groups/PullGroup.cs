using System.Globalization;
using System.Management.Automation;
using PSContainer.Bench.Measuring;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>
/// An image of a Debian root from a registry on loopback to a root that a container can have, beside skopeo with umoci, and Podman. Each
/// time goes into a folder of its own, and nothing is removed before the end: ext4 takes several times as long to make files where many
/// were removed in the last minute.
/// </summary>
internal sealed class PullGroup : MeasuredGroup
{
    private const int Rounds = 5;
    private const double UmociLimit = 0.7;
    private const double PodmanLimit = 0.8;
    private const double MemoryLimit = 64;
    private const double KilobytesInMegabyte = 1024;

    private int _folders;

    public override string Name => "pull";

    public override void Measure(Scene scene, BenchOptions options, Report report)
    {
        if (ImageRegistry.Missing() is { } missing)
        {
            report.Note($"Request-ContainerImage: {missing}");
            return;
        }

        report.Title($"A Debian root of three layers, from a registry on loopback until a container can begin, {Rounds} rounds");
        using ImageRegistry registry = ImageRegistry.Start($"{scene.Folder}/registry");
        using PowerShell engine = HostedEngine.Open();
        HostedEngine.Run(engine, $"Import-Module '{Scene.Module}'; $ProgressPreference = 'SilentlyContinue'");
        var memory = new Samples();
        foreach (string compression in (string[])["gzip", "zstd"])
        {
            Compare(scene, engine, registry.Image(compression), compression, memory, report);
        }

        report.Add(new Row(
            "memory that a request takes besides, at its most", $"{memory.Median:0} MB", $"{memory.Lower:0}–{memory.Upper:0}", "", $"≤ {MemoryLimit:0} MB",
            memory.Upper <= MemoryLimit));
    }

    private void Compare(Scene scene, PowerShell engine, string image, string compression, Samples memory, Report report)
    {
        var contest = new Contest();
        contest.Add("own", () => Own(scene, engine, image, memory));
        contest.Add("podman", () => Podman(scene, image));
        if (compression == "gzip")
        {
            contest.Add("umoci", () => Umoci(scene, image));
        }

        Dictionary<string, Samples> times = contest.Run(Rounds, before: 1);
        List<Comparison> peers = [new("podman pull", times["podman"], PodmanLimit)];
        if (times.TryGetValue("umoci", out Samples? umoci))
        {
            peers.Insert(0, new("skopeo copy, umoci unpack", umoci, UmociLimit));
        }

        report.Time($"Request-ContainerImage and the first container, {compression}", times["own"], [.. peers]);
        foreach (Comparison peer in peers)
        {
            report.Time($"{peer.Name}, {compression}", peer.With);
        }
    }

    private double Own(Scene scene, PowerShell engine, string image, Samples memory)
    {
        HostedEngine.Run(engine, $"$PSContainerStore = '{Folder(scene)}'");
        File.WriteAllText("/proc/self/clear_refs", "5");
        double before = Status("VmRSS");
        double time = HostedEngine.Run(engine, $"$null = Request-ContainerImage {image} -AllowInsecure; Invoke-ContainerCommand -Image {image} /bin/true");
        memory.Add((Status("VmHWM") - before) / KilobytesInMegabyte);
        return time;
    }

    private double Podman(Scene scene, string image)
    {
        string folder = Folder(scene);
        string[] podman = ["/usr/bin/podman", "--root", folder, "--runroot", $"{folder}-run", "--storage-driver=overlay"];
        ImageRegistry.Require([.. podman, "images"]);
        return new NativeCommand([.. podman, "pull", "--quiet", "--tls-verify=false", image]).Run();
    }

    private double Umoci(Scene scene, string image)
    {
        string layout = $"{Folder(scene)}/layout", bundle = $"{Folder(scene)}/bundle";
        return new NativeCommand(["/usr/bin/skopeo", "--insecure-policy", "copy", "--src-tls-verify=false", $"docker://{image}", $"oci:{layout}:it"]).Run()
            + new NativeCommand(["/usr/bin/umoci", "unpack", "--image", $"{layout}:it", bundle]).Run();
    }

    private string Folder(Scene scene) => Directory.CreateDirectory($"{scene.Folder}/pulled-{_folders++}").FullName;

    // Kilobytes.
    private static double Status(string key) => double.Parse(
        File.ReadLines("/proc/self/status").Single(line => line.StartsWith(key, StringComparison.Ordinal)).Split(' ', '\t')[^2], CultureInfo.InvariantCulture);
}
