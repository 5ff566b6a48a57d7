using PSContainer.Cgroups;
using PSContainer.State;

namespace PSContainer.Launcher.CommandLine;

/// <summary>The options before the command.</summary>
internal sealed class GlobalOptions
{
    private const string Systemd = "systemd";

    private readonly CommandOption _root = CommandOption.Value("root", "DIR", "directory of the containers' states");
    private readonly CommandOption _log = CommandOption.Value("log", "FILE", "file that errors are written to, besides stderr");
    private readonly CommandOption _logFormat = CommandOption.Value("log-format", "FORMAT", "text (default) or json");
    private readonly CommandOption _logLevel = CommandOption.Value("log-level", "LEVEL", "error (default), warning or debug");
    private readonly CommandOption _debug = CommandOption.Flag("debug", "log every step of a launch");
    private readonly CommandOption _systemd = CommandOption.Flag("systemd-cgroup", "make cgroups through systemd");
    private readonly CommandOption _manager = CommandOption.Value("cgroup-manager", "MANAGER", "cgroupfs (default), systemd or disabled");
    private readonly CommandOption _rootless = CommandOption.Value("rootless", "VALUE", "true, false or auto; found out in any case");
    private readonly CommandOption _help = CommandOption.Flag("help", "show help", 'h');
    private readonly CommandOption _version = CommandOption.Flag("version", "print the version", 'v');
    private readonly CommandOption _otherVersion = CommandOption.Flag("V", "print the version", 'V');

    /// <summary>What may be given.</summary>
    public CommandOption[] All =>
        [_root, _log, _logFormat, _logLevel, _debug, _systemd, _manager, _rootless, _version, _otherVersion, _help];

    public bool Help => _help.IsSet;

    public bool Version => _version.IsSet || _otherVersion.IsSet;

    /// <summary>Whether the folder of the states was chosen by the caller.</summary>
    public bool HasRoot => !string.IsNullOrEmpty(_root.Text);

    /// <summary>The folder of the states.</summary>
    public string Root => HasRoot
        ? Path.GetFullPath(_root.Text!)
        : StateRoot.OfUser(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR")).Path;

    /// <summary>Whether containers get no cgroup at all.</summary>
    public bool WithoutCgroups => _manager.Text == "disabled";

    /// <summary>The manager of systemd that makes cgroups, or null where they are made in the file system.</summary>
    /// <exception cref="Errors.ContainerException">It is not there.</exception>
    public SystemdTarget? FindSystemd() => UsesSystemd
        ? SystemdTarget.Find(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), Environment.GetEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"))
        : null;

    /// <summary>Where errors go.</summary>
    public ErrorLog OpenLog()
    {
        Require(_logFormat, "text", "json");
        return ErrorLog.Open(_log.Text, _logFormat.Text == "json", _debug.IsSet || _logLevel.Text == "debug");
    }

    /// <summary>Refuses what is wrong, or cannot be had here.</summary>
    public void Check()
    {
        Require(_rootless, "true", "false", "auto");
        Require(_logLevel, "error", "warning", "debug");
        Require(_manager, "cgroupfs", Systemd, "disabled");
        _ = !UsesSystemd || SystemdTarget.IsBooted ? 0 : throw SystemdErrors.NotRunning();
    }

    private bool UsesSystemd => _systemd.IsSet || _manager.Text == Systemd;

    private static void Require(CommandOption option, params ReadOnlySpan<string> words)
    {
        if (option.IsSet && !words.Contains(option.Text))
        {
            throw UsageException.Bad(option, string.Join(" or ", words));
        }
    }
}
