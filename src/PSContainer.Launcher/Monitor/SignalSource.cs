using PSContainer.Launcher.Container;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Monitor;

/// <summary>Signals that a monitor is sent: they are the command's.</summary>
internal sealed unsafe class SignalSource : IMonitorSource
{
    private const int SignalInfoBytes = 128;

    private readonly Action<int> _received;

    /// <param name="received">Takes each signal.</param>
    public SignalSource(Action<int> received)
    {
        Descriptor = ContainerWatcher.OpenSignals();
        _received = received;
    }

    public int Descriptor { get; }

    public short Events => (short)POLLIN;

    public long Deadline => MonitorLoop.Never;

    public void Ready(short events)
    {
        byte* info = stackalloc byte[SignalInfoBytes];
        while ((long)read(Descriptor, info, SignalInfoBytes) == SignalInfoBytes)
        {
            _received(*(int*)info);
        }
    }

    public void Elapsed()
    {
    }
}
