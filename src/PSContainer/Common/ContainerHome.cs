using PSContainer.Client;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>Where the module finds its parts on this machine.</summary>
internal static class ContainerHome
{
    private const string LauncherName = "pscontainer";

    /// <summary>The state store of the user.</summary>
    public static StateStore OpenStore() => new(StateRoot.OfUser(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR")));

    /// <summary>The launcher that lies beside the module.</summary>
    public static string LauncherPath { get; } =
        Path.Combine(Path.GetDirectoryName(typeof(ContainerHome).Assembly.Location)!, LauncherName);

    /// <summary>The launcher, ready to be started.</summary>
    public static LauncherImage Launcher => LauncherImage.Get(LauncherPath);
}
