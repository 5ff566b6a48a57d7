using PSContainer.Launcher.Container;
using PSContainer.Protocol;

namespace PSContainer.Launcher.Monitor;

/// <summary>What the caller gave: files, or nothing. The monitor keeps them for the next launch and touches them no further.</summary>
internal sealed class PlainStreams : IMonitorStreams
{
    public MakerOptions Prepare(MakerOptions options) => options;

    public void Begin(MonitorLoop loop)
    {
    }

    public void End(MonitorLoop loop, ExitResult? result)
    {
    }

    public void Dispose()
    {
    }
}
