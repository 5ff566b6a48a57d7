using System.Globalization;
using System.Reflection;
using PSContainer.Bench.Measuring;

namespace PSContainer.Bench.Scenes;

/// <summary>What all are measured on: a root with busybox in it, a bundle, and where the programs are.</summary>
internal sealed class Scene : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pscontainer-bench-").FullName;

    private readonly Lazy<string> _sealed;
    private readonly Lazy<string> _full;
    private readonly Lazy<string> _waiting;

    public Scene()
    {
        _sealed = new Lazy<string>(() => ReadOnlyFile.Show(Launcher, Directory.CreateDirectory("/run/pscontainer-bench").FullName));
        _full = new Lazy<string>(() => ModuleBundle.Make($"{_folder}/full", Root, "/bin/true"));
        _waiting = new Lazy<string>(() => ModuleBundle.Make($"{_folder}/waiting", Root, "/bin/sleep", "1d"));
        RootFolder.Make(Root);
        File.WriteAllText($"{Bundle}/config.json", BundleText.Minimal);
    }

    /// <summary>The bundle that OCI runtimes run: the namespaces, the root, /proc and the command, and nothing else.</summary>
    public string Bundle => _folder;

    /// <summary>A bundle with all that the module's containers have.</summary>
    public string FullBundle => _full.Value;

    /// <summary>The same with a command that only waits.</summary>
    public string WaitingBundle => _waiting.Value;

    /// <summary>The root of the containers.</summary>
    public string Root => $"{_folder}/rootfs";

    public string Folder => _folder;

    public static string ModuleFolder { get; } = typeof(Scene).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "ModuleFolder").Value!.TrimEnd('/');

    public static string Module { get; } = $"{ModuleFolder}/PSContainer.psd1";

    public static string Launcher { get; } = $"{ModuleFolder}/pscontainer";

    /// <summary>The same on a read-only mount, as the module starts it. One that can be written to executes itself from such a one first.</summary>
    public string SealedLauncher => _sealed.Value;

    /// <summary>PowerShell, or null where there is none.</summary>
    public static string? Pwsh { get; } = FindPwsh();

    /// <summary>Where and when.</summary>
    public static string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, Linux {Environment.OSVersion.Version}, {Environment.ProcessorCount} cores, " +
        $"load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string? FindPwsh()
    {
        IEnumerable<string> places = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(p => $"{p}/pwsh");
        return places.FirstOrDefault(p => File.Exists(p) && NativeCommand.Capture(p, "-Version").Code == 0);
    }
}
