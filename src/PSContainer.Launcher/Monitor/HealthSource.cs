using PSContainer.Containers;
using PSContainer.Launcher.Container;
using PSContainer.Protocol;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Monitor;

/// <summary>Checks a container's health again and again: one check at a time, each in a process of its own, which is ended when it takes too long.</summary>
internal sealed class HealthSource(HealthSettings settings, Func<HealthCheck?> begin, Action<ContainerHealth> changed) : IMonitorSource, IDisposable
{
    // A check that was told to end has to kill its command first.
    private const int EndMilliseconds = 2000;

    // How soon one is looked at again that could not be checked.
    private const int LookMilliseconds = 1000;

    private readonly HealthCounter _counter = new(settings.Retries);
    private readonly long _started = MonitorLoop.Now;
    private HealthCheck? _check;
    private bool _isTold;

    public int Descriptor => _check?.Descriptor ?? -1;

    public short Events => (short)POLLIN;

    public long Deadline { get; private set; } = MonitorLoop.Now;

    public void Ready(short events)
    {
        bool succeeded = _check!.Finish() && !_isTold;
        _check = null;
        Note(succeeded);
        Deadline = MonitorLoop.Now + settings.Interval;
    }

    public void Elapsed()
    {
        if (_check is null)
        {
            Begin();
        }
        else if (!_isTold)
        {
            _isTold = true;
            _check.Cancel();
            Deadline = MonitorLoop.Now + EndMilliseconds;
        }
        else
        {
            _check.Kill();
            Deadline = MonitorLoop.Never;
        }
    }

    public void Dispose()
    {
        if (_check is not null)
        {
            _check.Kill();
            _check.Finish();
            _check = null;
        }
    }

    private void Begin()
    {
        _isTold = false;
        _check = begin();
        Deadline = MonitorLoop.Now + (_check is null ? Math.Min(settings.Interval, LookMilliseconds) : settings.Timeout);
    }

    private void Note(bool succeeded)
    {
        bool counts = MonitorLoop.Now - _started >= settings.StartPeriod;
        if (_counter.Add(succeeded, counts) is { } health)
        {
            changed(health);
        }
    }
}
