using PSContainer.Errors;
using PSContainer.Events;
using PSContainer.Launcher.Container;
using PSContainer.Logs;
using PSContainer.Protocol;

namespace PSContainer.Launcher.Monitor;

/// <content>What comes after a container's end: another start, or nothing.</content>
internal sealed partial class ContainerMonitor
{
    private bool IsStartedAgain(ExitResult result, long ran, out int pid)
    {
        int? delay = null;
        pid = 0;
        _maker.Stop(result, state =>
        {
            delay = state.StopRequested ? null : _schedule.Next(result, ran, state.RestartCount);
            state.IsRestarting = delay is not null;
        });
        Tell(result.OomKilled ? [ContainerEventType.OomKilled, ContainerEventType.Exited] : [ContainerEventType.Exited]);
        if (delay is { } wait && Pause(wait))
        {
            pid = LaunchAgain();
        }
        else if (delay is not null)
        {
            _maker.Record.Update(static state => state.IsRestarting = false);
        }

        if (pid == 0 && Settings.RemoveOnExit)
        {
            _maker.Remove();
            LogFiles.Remove(Settings.Log?.FolderOf(_request.Id));
            Tell(ContainerEventType.Removed);
        }

        return pid > 0;
    }

    // Anyone who signals the monitor meanwhile wants an end.
    private bool Pause(int milliseconds)
    {
        long until = MonitorLoop.Now + milliseconds;
        _isStopped = false;
        while (!_isStopped && MonitorLoop.Now < until)
        {
            _loop.Turn(until);
        }

        return !_isStopped;
    }

    private int LaunchAgain()
    {
        try
        {
            _maker = NewMaker(_options with { AwaitsStart = false });
            _maker.Options = _streams.Prepare(_maker.Options);
            int pid = Launch(() => _maker.Remake(_folder!, static state => state.RestartCount++));
            if (pid > 0)
            {
                _streams.Begin(_loop);
                BeginHealth();
                Tell(ContainerEventType.Restarted);
            }

            return pid;
        }
        catch (Exception error) when (error is ContainerException or LinuxException)
        {
            // The state says why.
            return 0;
        }
    }

    private ContainerMaker NewMaker(MakerOptions options) =>
        new(_request, ContainerLauncher.Read(_request, _document), _document, options);
}
