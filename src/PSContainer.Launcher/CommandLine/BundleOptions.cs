using PSContainer.Configuration;
using PSContainer.Errors;
using PSContainer.Launcher.Container;
using PSContainer.Oci;
using PSContainer.Protocol;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.CommandLine;

/// <summary>The options that create and run share, and what they make of a bundle.</summary>
internal sealed class BundleOptions
{
    private readonly CommandOption _bundle = CommandOption.Value("bundle", "DIR", "directory of the bundle (default \".\")", 'b');
    private readonly CommandOption _config = CommandOption.Value("config", "FILE", "name of its config.json", 'f');
    private readonly CommandOption _console = CommandOption.Value("console-socket", "SOCKET", "unix socket that takes the terminal's other end");
    private readonly CommandOption _pidFile = CommandOption.Value("pid-file", "FILE", "file that the process id is written to");
    private readonly CommandOption _pidfdSocket = CommandOption.Value("pidfd-socket", "SOCKET", "unix socket that takes a pidfd of the process");
    private readonly CommandOption _preserve = CommandOption.Value("preserve-fds", "N", "descriptors from 3 on that the container gets");
    private readonly CommandOption _noPivot = CommandOption.Flag("no-pivot", "not supported: the root is always pivoted");
    private readonly CommandOption _noKeyring = CommandOption.Flag("no-new-keyring", "keep the caller's session keyring");
    private readonly CommandOption _noSubreaper = CommandOption.Flag("no-subreaper", "ignored");

    private string? _consoleSocket;

    public CommandOption[] All => [_bundle, _config, _console, _pidFile, _pidfdSocket, _preserve, _noPivot, _noKeyring, _noSubreaper];

    /// <summary>The file that the pid is written to; absolute, or null.</summary>
    public string? PidFile { get; private set; }

    /// <summary>The socket that takes a pidfd; absolute, or null.</summary>
    public string? PidfdSocket { get; private set; }

    /// <summary>Reads the bundle and enters its folder, as its relative paths and its hooks expect.</summary>
    public Bundle Load(CommandCall call)
    {
        if (_noPivot.IsSet)
        {
            throw new ContainerException(
                "Root.NoPivot", ErrorKind.NotSupported, "--no-pivot is not supported: without pivot_root the host's root stays within reach.",
                "--no-pivot", "Put the root on another file system than the initial ramdisk's.");
        }

        // Before the bundle is entered: what a caller names is where the caller is.
        PidFile = Absolute(_pidFile.Text);
        PidfdSocket = Absolute(_pidfdSocket.Text);
        _consoleSocket = Absolute(_console.Text);
        string folder = Path.GetFullPath(_bundle.Text ?? ".");
        byte[] document = HostFile.Read(Path.Combine(folder, _config.Text ?? "config.json"), RuntimeSpecReader.MaxBytes);
        RuntimeSpec spec = RuntimeSpecReader.Read(document);
        SpecDefaults.Complete(spec);
        RuntimeSpecValidator.Validate(spec);
        CapabilityWarnings.Tell(spec.Process?.Capabilities, call.Log);
        Enter(folder);
        var request = new LaunchRequest { Id = call.Id, StateRoot = call.Global.Root, Bundle = folder, AlwaysCgroup = true };
        return new Bundle(request, spec, document, Options(call.Global, spec));
    }

    /// <summary>Where the container's terminal goes; null where it has none.</summary>
    /// <param name="spec">The container's spec.</param>
    /// <param name="leaves">Whether the launcher ends before the container.</param>
    public ConsoleRelay? OpenConsole(RuntimeSpec spec, bool leaves) => ConsoleRelay.For(spec.Process, leaves, _consoleSocket);

    private static string? Absolute(string? path) => string.IsNullOrEmpty(path) ? null : Path.GetFullPath(path);

    private MakerOptions Options(GlobalOptions global, RuntimeSpec spec) => new()
    {
        PreservedDescriptors = PreservedDescriptors.Take(_preserve, spec.Process), AsOtherRuntimes = true, OwnKeyring = !_noKeyring.IsSet,
        AllControllers = true, WithoutCgroup = global.WithoutCgroups, Systemd = global.FindSystemd(),
        Environment = spec.Hooks is null ? [] : HostEnvironment.Read(),
    };

    private static unsafe void Enter(string folder)
    {
        fixed (byte* path = new PSContainer.Interop.CString(folder))
        {
            LinuxException.Check(chdir(path), "chdir", folder);
        }
    }
}

/// <summary>A bundle, ready to be made a container of.</summary>
internal sealed record Bundle(LaunchRequest Request, RuntimeSpec Spec, byte[] Document, MakerOptions Options);
