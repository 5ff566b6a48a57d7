using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Monitor;

/// <summary>The end of a process, which is left to be reaped.</summary>
internal sealed class ProcessSource : IMonitorSource, IDisposable
{
    private readonly Action? _ended;

    /// <param name="pid">A child of the caller.</param>
    /// <param name="ended">Called when it has ended.</param>
    public ProcessSource(int pid, Action? ended = null)
    {
        Descriptor = LinuxException.Check(PidfdOpen(pid), "pidfd_open");
        _ended = ended;
    }

    public int Descriptor { get; private set; }

    public short Events => (short)POLLIN;

    public long Deadline => MonitorLoop.Never;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Sends it a signal.</summary>
    public void Signal(int signal) => PidfdSendSignal(Descriptor, signal);

    public void Ready(short events)
    {
        HasEnded = true;
        _ended?.Invoke();
    }

    public void Elapsed()
    {
    }

    public void Dispose()
    {
        if (Descriptor >= 0)
        {
            close(Descriptor);
            Descriptor = -1;
        }
    }
}
