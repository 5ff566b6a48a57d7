using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Containers;

/// <summary>One container that is being stopped: asked first, then forced.</summary>
internal sealed class ContainerStop
{
    // For the kernel to end its processes and the monitor to record it: microseconds, but for one that waits on a dead disk.
    private static readonly TimeSpan s_lastPatience = TimeSpan.FromSeconds(10);

    // What was not there to be killed at first, because it was just being made, is killed when it is.
    private static readonly TimeSpan s_untilKilledAgain = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_untilThereIsAProcess = TimeSpan.FromMilliseconds(20);

    private readonly StopRequest _request;
    private readonly Deadline _end;
    private bool _waitsForProcess;
    private Deadline? _last;

    private ContainerStop(Container container, StopRequest request)
    {
        Container = container;
        _request = request;
        _end = Deadline.In(request.Patience);
        Deadline = _end;
    }

    /// <summary>The container.</summary>
    public Container Container { get; }

    /// <summary>Until when its end is waited for before the next step.</summary>
    public Deadline Deadline { get; private set; }

    /// <summary>Why it could not be stopped, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Signals a container.</summary>
    /// <exception cref="ContainerException"><c>Container.StopSignal</c>.</exception>
    public static ContainerStop Begin(Container container, StopRequest request)
    {
        var stop = new ContainerStop(container, request);
        KeepStopped(container);
        if (request.Force)
        {
            stop.Force();
        }
        else if (container.Status != ContainerStatus.Stopped)
        {
            stop.Ask();
        }

        return stop;
    }

    /// <summary>Goes on to the next step: SIGKILL; after that, giving up.</summary>
    public void Escalate() => Attempt(() =>
    {
        Container.Refresh();
        if (_last is { IsOver: true })
        {
            Failure = StopErrors.TimedOut(Container, s_lastPatience);
        }
        else if (_last is null && _waitsForProcess && !_end.IsOver)
        {
            Ask();
        }
        else
        {
            Force();
        }
    });

    /// <summary>Does what its monitor would have done, where it was killed.</summary>
    public void Finish(bool isRecorded)
    {
        if (!isRecorded)
        {
            Attempt(() => RecordedCgroup.Kill(Container.State));
        }
    }

    // Its monitor reads that before it starts the command again.
    private static void KeepStopped(Container container)
    {
        if (container.RestartPolicy != ContainerRestartPolicy.No && container.Status != ContainerStatus.Stopped)
        {
            container.Store.Update(container.Id, static state => state.StopRequested = true);
            container.Refresh();
        }
    }

    // A container that is just being made has no process yet.
    private void Ask()
    {
        bool sent = StopSignal.Send(Container, _request.Signal ?? StopSignal.Of(Container.State));
        _waitsForProcess = !sent && (Container.Status == ContainerStatus.Creating || Container.RestartPolicy != ContainerRestartPolicy.No);
        Deadline = _waitsForProcess ? Deadline.First(_end, Deadline.In(s_untilThereIsAProcess)) : _end;
    }

    private void Force()
    {
        _last ??= Deadline.In(s_lastPatience);
        Deadline = Deadline.First(_last.Value, Deadline.In(s_untilKilledAgain));
        StopSignal.Kill(Container);
    }

    private void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is ContainerException or LinuxException)
        {
            Failure = error;
        }
    }
}
