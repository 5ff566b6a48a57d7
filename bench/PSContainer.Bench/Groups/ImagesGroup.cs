using System.Formats.Tar;
using System.Management.Automation;
using PSContainer.Bench.Measuring;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>An image's archive taken in, beside Podman; a container of an image, beside one of a folder; and a thousand images listed.</summary>
internal sealed class ImagesGroup : MeasuredGroup
{
    private const int Rounds = 5;
    private const int Images = 1000;
    private const int Warm = 60;
    private const int FileBytes = 1 << 20;
    private const int Files = 200;
    private const double ListLimit = 200;
    private const double ImportLimit = 0.8;
    private const double StartLimit = 1.5;

    public override string Name => "images";

    public override void Measure(Scene scene, BenchOptions options, Report report)
    {
        report.Title($"Images, {Rounds} rounds");
        using PowerShell engine = HostedEngine.Open();
        HostedEngine.Run(engine, $"Import-Module '{Scene.Module}'; $PSContainerStore = '{scene.Folder}/images'; $ProgressPreference = 'SilentlyContinue'");
        Import(scene, engine, report);
        Start(scene, engine, options, report);
        List(scene, engine, report);
    }

    private static void Import(Scene scene, PowerShell engine, Report report)
    {
        string archive = Archive(scene, engine);
        Samples own = new(), podman = new();
        string[] load = ["/usr/bin/podman", "--root", $"{scene.Folder}/podman", "--runroot", $"{scene.Folder}/podman-run", "--storage-driver=overlay", "load", "--quiet", "--input", archive];
        bool hasPodman = File.Exists(load[0]) && NativeCommand.Capture(load).Code == 0;
        for (int round = 0; round < Rounds; round++)
        {
            own.Add(HostedEngine.Run(engine, $"$null = Import-ContainerImage '{archive}'"));
            HostedEngine.Run(engine, "Get-ContainerImage | Remove-ContainerImage");
            if (hasPodman)
            {
                NativeCommand.Capture([.. load[..6], "rmi", "--all", "--force"]);
                podman.Add(new NativeCommand(load).Run());
            }
        }

        if (hasPodman)
            report.Time("Import-ContainerImage, docker-archive of 200 MB", own, new Comparison("podman load", podman, ImportLimit));
        else
            report.Time("Import-ContainerImage, docker-archive of 200 MB", own);
    }

    // By turns: a container of an image, and one of a folder with the same files.
    private static void Start(Scene scene, PowerShell engine, BenchOptions options, Report report)
    {
        HostedEngine.Run(engine, $"$null = Import-ContainerImage '{scene.Root}' -Name start -Command /bin/true; Invoke-ContainerCommand -Image start");
        // What the imports left to be written to the disk is none of it.
        NativeCommand.Capture("sync");
        var contest = new Contest();
        contest.Add("image", () => HostedEngine.Run(engine, "Invoke-ContainerCommand -Image start /bin/true"));
        contest.Add("folder", () => HostedEngine.Run(engine, $"Invoke-ContainerCommand -RootPath {scene.Root} /bin/true"));
        Dictionary<string, Samples> times = contest.Run(options.Launches, before: Warm);
        double more = times["image"].Median - times["folder"].Median;
        report.Time("Invoke-ContainerCommand -Image", times["image"]);
        report.Time("Invoke-ContainerCommand -RootPath", times["folder"]);
        report.Add(new Row("a container of an image", Report.Milliseconds(more), "", "the difference", $"≤ {StartLimit} ms", more <= StartLimit));
        HostedEngine.Run(engine, "Get-ContainerImage | Remove-ContainerImage");
    }

    private static void List(Scene scene, PowerShell engine, Report report)
    {
        File.WriteAllText($"{scene.Folder}/hello", "hello");
        using (var tar = new TarWriter(File.Create($"{scene.Folder}/hello.tar"), TarEntryFormat.Pax))
            tar.WriteEntry($"{scene.Folder}/hello", "hello");
        HostedEngine.Run(engine, $"1..{Images} | ForEach-Object {{ $null = Import-ContainerImage '{scene.Folder}/hello.tar' -Name \"many:$_\" -Command \"$_\" }}");
        var times = new Samples();
        for (int round = 0; round < Rounds * 4; round++)
            times.Add(HostedEngine.Run(engine, $"if (@(Get-ContainerImage).Count -ne {Images}) {{ throw 'not all' }}"));
        report.Add(new Row(
            $"Get-ContainerImage, {Images} images", Report.Milliseconds(times.Median), $"{Report.Number(times.Lower)}–{Report.Number(times.Upper)}", "",
            $"≤ {ListLimit} ms", times.Median <= ListLimit));
    }

    // Content that does not compress to nothing.
    private static string Archive(Scene scene, PowerShell engine)
    {
        var random = new Random(1);
        byte[] content = new byte[FileBytes];
        using (var tar = new TarWriter(File.Create($"{scene.Folder}/root.tar"), TarEntryFormat.Pax))
        {
            for (int i = 0; i < Files; i++)
            {
                random.NextBytes(content.AsSpan(0, FileBytes / 2));
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"file{i}") { DataStream = new MemoryStream(content, writable: false) });
            }
        }

        HostedEngine.Run(engine, $"Import-ContainerImage '{scene.Folder}/root.tar' -Name bench | Export-ContainerImage -Path '{scene.Folder}/image.tar'; Get-ContainerImage | Remove-ContainerImage");
        return $"{scene.Folder}/image.tar";
    }
}
