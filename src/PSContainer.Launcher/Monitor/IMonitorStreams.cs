using PSContainer.Launcher.Container;
using PSContainer.Protocol;

namespace PSContainer.Launcher.Monitor;

/// <summary>What a monitored command reads and writes, and where that comes from and goes.</summary>
internal interface IMonitorStreams : IDisposable
{
    /// <summary>
    /// Makes what the command is given: descriptors 0 to 2 of the calling process, which it gets, or a socket that its terminal is
    /// sent on. Called before each launch.
    /// </summary>
    /// <param name="options">What is wanted of the launch.</param>
    /// <returns>The same, with what belongs to the streams.</returns>
    MakerOptions Prepare(MakerOptions options);

    /// <summary>The command has been launched: takes back what is the command's alone now, and begins to serve.</summary>
    void Begin(MonitorLoop loop);

    /// <summary>The command and all of its processes have ended, or it could not be launched: takes what is left, and serves no longer.</summary>
    /// <param name="loop">The monitor's.</param>
    /// <param name="result">How the command ended; null where it could not be launched.</param>
    void End(MonitorLoop loop, ExitResult? result);
}
