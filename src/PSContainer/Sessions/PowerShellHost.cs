using System.Management.Automation;
using System.Runtime.InteropServices;
using PSContainer.Configuration;
using PSContainer.Launch;
using PSContainer.Oci;

namespace PSContainer.Commands;

/// <summary>The host's PowerShell: the one that this process runs, if it has a pwsh to be started.</summary>
/// <param name="Home">Its <c>$PSHOME</c>.</param>
/// <param name="Runtime">The folder with the runtime's libraries: its own, or that of the .NET that it uses.</param>
internal sealed record PowerShellHost(string Home, string Runtime)
{
    private const string SharedFolder = "/shared/";

    // What lies there is the container's own, not the host's, on the host's own root (MountDefaults).
    private static readonly string[] s_hidden = ["/tmp/", "/run/", "/dev/", "/proc/", "/sys/"];

    /// <summary>That of this process.</summary>
    public static PowerShellHost Current { get; } = new(
        Path.GetDirectoryName(typeof(PSObject).Assembly.Location)!, RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/'));

    /// <summary>Its executable.</summary>
    public string Executable => Path.Combine(Home, "pwsh");

    /// <summary>Whether it is there: a program that hosts PowerShell need not have one.</summary>
    public bool Exists => File.Exists(Executable);

    /// <summary>The .NET that it needs besides itself, as <c>DOTNET_ROOT</c> names it; null where it brings its own.</summary>
    public string? DotNetRoot => Runtime != Home && Runtime.IndexOf(SharedFolder, StringComparison.Ordinal) is > 0 and var end ? Runtime[..end] : null;

    /// <summary>
    /// Variables for a pwsh in a container: quiet, without a socket for debuggers, with workers that soon sleep when they have nothing to do,
    /// and with code that is compiled once it is used often, not first to watch it. Workers spin for 70 turns by default, and yield to each
    /// other; but sched_yield(2) yields to none of another scheduling group, as a container is one, and what they spin away is missing where
    /// their work goes on: in the caller. Code that is watched first (TieredPGO) is faster in the end, by a tenth to a fifth in long loops;
    /// a container's pwsh seldom lives that long, and its calls are faster by a seventh without.
    /// </summary>
    public Dictionary<string, string> Environment
    {
        get
        {
            var variables = new Dictionary<string, string>
            {
                ["POWERSHELL_TELEMETRY_OPTOUT"] = "1", ["POWERSHELL_UPDATECHECK"] = "Off", ["DOTNET_EnableDiagnostics_IPC"] = "0",
                ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "8", ["DOTNET_TieredPGO"] = "0",
            };
            if (DotNetRoot is { } root)
            {
                variables["DOTNET_ROOT"] = root;
            }

            return variables;
        }
    }

    /// <summary>What brings it into a container: its folder, and .NET's, read-only and where they are on the host.</summary>
    public IEnumerable<MountSpec> Mounts => Folders.Select(Mount);

    /// <summary>What of that a container on the host's own root does not see anyway.</summary>
    public IEnumerable<MountSpec> HiddenMounts => Folders.Where(folder => s_hidden.Any(hidden => folder.StartsWith(hidden, StringComparison.Ordinal))).Select(Mount);

    private IEnumerable<string> Folders => DotNetRoot is { } root ? [Home, root] : [Home];

    private static MountSpec Mount(string folder) =>
        MountBuilder.Build(new MountFields { Type = "bind", Source = folder, Target = folder, Options = { "ro" } }, folder, static path => path);
}
