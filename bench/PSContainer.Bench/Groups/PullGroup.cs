using System.Globalization;
using System.Management.Automation;
using PSContainer.Bench.Measuring;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>An image of a Debian root from a registry on loopback to a root that a container can have, beside skopeo with umoci, and Podman.</summary>
internal sealed class PullGroup : MeasuredGroup
{
    private const int Rounds = 5;
    private const double UmociLimit = 0.7;
    private const double PodmanLimit = 0.8;
    private const double MemoryLimit = 64;
    private const double KilobytesInMegabyte = 1024;

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
        HostedEngine.Run(engine, $"Import-Module '{Scene.Module}'; $PSContainerStore = '{scene.Folder}/pulled'; $ProgressPreference = 'SilentlyContinue'");
        var memory = new Samples();
        foreach (string compression in (string[])["gzip", "zstd"])
        {
            Compare(scene, engine, registry.Image(compression), compression, memory, report);
        }

        report.Add(new Row(
            "memory that a request takes besides, at its most", $"{memory.Median:0} MB", $"{memory.Lower:0}–{memory.Upper:0}", "", $"≤ {MemoryLimit:0} MB",
            memory.Upper <= MemoryLimit));
    }

    private static void Compare(Scene scene, PowerShell engine, string image, string compression, Samples memory, Report report)
    {
        var contest = new Contest();
        contest.Add("own", () => Own(engine, image, memory));
        contest.Add("podman", () => Podman(scene, image));
        if (compression == "gzip")
        {
            contest.Add("umoci", () => Umoci(scene, image));
        }

        Dictionary<string, Samples> times = contest.Run(Rounds);
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

    private static double Own(PowerShell engine, string image, Samples memory)
    {
        File.WriteAllText("/proc/self/clear_refs", "5");
        double before = Status("VmRSS");
        double time = HostedEngine.Run(engine, $"$null = Request-ContainerImage {image} -AllowInsecure; Invoke-ContainerCommand -Image {image} /bin/true");
        memory.Add((Status("VmHWM") - before) / KilobytesInMegabyte);
        HostedEngine.Run(engine, "Get-ContainerImage | Remove-ContainerImage");
        return time;
    }

    private static double Podman(Scene scene, string image)
    {
        string[] podman = ["/usr/bin/podman", "--root", $"{scene.Folder}/podman", "--runroot", $"{scene.Folder}/podman-run", "--storage-driver=overlay"];
        double time = new NativeCommand([.. podman, "pull", "--quiet", "--tls-verify=false", image]).Run();
        ImageRegistry.Require([.. podman, "rmi", "--all", "--force"]);
        return time;
    }

    private static double Umoci(Scene scene, string image)
    {
        string layout = $"{scene.Folder}/umoci-layout", bundle = $"{scene.Folder}/umoci-bundle";
        double time = new NativeCommand(["/usr/bin/skopeo", "--insecure-policy", "copy", "--src-tls-verify=false", $"docker://{image}", $"oci:{layout}:it"]).Run()
            + new NativeCommand(["/usr/bin/umoci", "unpack", "--image", $"{layout}:it", bundle]).Run();
        Directory.Delete(layout, recursive: true);
        Directory.Delete(bundle, recursive: true);
        return time;
    }

    // Kilobytes.
    private static double Status(string key) => double.Parse(
        File.ReadLines("/proc/self/status").Single(line => line.StartsWith(key, StringComparison.Ordinal)).Split(' ', '\t')[^2], CultureInfo.InvariantCulture);
}
