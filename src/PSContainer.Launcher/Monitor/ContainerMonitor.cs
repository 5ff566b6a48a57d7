using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Events;
using PSContainer.Launcher.Container;
using PSContainer.Launcher.Process;
using PSContainer.Launcher.Terminal;
using PSContainer.Logs;
using PSContainer.Protocol;
using PSContainer.State;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Monitor;

/// <summary>
/// The life of a detached container from outside: launches it, keeps its output, notes its end, and starts it again where its policy
/// says so. It is one process with one thread, whose work is done by the sources of a <see cref="MonitorLoop"/>.
/// </summary>
internal sealed partial class ContainerMonitor : IDisposable
{
    private const int SIGXFSZ = 25;

    private readonly LaunchRequest _request;
    private readonly ILaunchReporter _reporter;
    private readonly MakerOptions _options;
    private readonly RestartSchedule _schedule;
    private readonly MonitorMemory _memory = new();
    private readonly MonitorLoop _loop;
    private readonly byte[] _document;
    private ContainerFolder? _folder;
    private IMonitorStreams _streams = new PlainStreams();
    private ContainerMaker _maker;
    private ProcessSource? _process;
    private HealthSource? _health;
    private bool _isStopped;

    /// <summary>Works everything out; does nothing yet.</summary>
    /// <param name="request">What is launched.</param>
    /// <param name="document">The spec.</param>
    /// <param name="reporter">Is told when it runs.</param>
    /// <param name="options">What is wanted of the launch.</param>
    /// <exception cref="ContainerException">The spec is wrong, or asks for what cannot be had here.</exception>
    public ContainerMonitor(LaunchRequest request, byte[] document, ILaunchReporter reporter, MakerOptions options)
    {
        (_request, _document, _reporter, _options) = (request, document, reporter, options);
        _schedule = new RestartSchedule(request.Monitor);
        _loop = new MonitorLoop(_memory);
        _maker = NewMaker(options);
    }

    private MonitorSettings Settings => _request.Monitor;

    /// <summary>Launches a new container and looks after it to its end.</summary>
    /// <exception cref="ContainerException">It could not be launched; nothing of it is left.</exception>
    public void Run()
    {
        Begin();
        int pid = Launch(() => _maker.Make(folder =>
        {
            Open(folder);
            folder.WriteLaunch(_request.ToJson());
        }));
        Watch(pid, _options.AwaitsStart ? [ContainerEventType.Created] : [ContainerEventType.Created, ContainerEventType.Started]);
    }

    /// <summary>Launches a container again that has ended, and looks after it to its end.</summary>
    /// <exception cref="ContainerException">It could not be launched; its state says so.</exception>
    public void RunAgain(ContainerFolder folder)
    {
        Begin();
        Open(folder);
        Watch(Launch(() => _maker.Remake(folder, static state => (state.StopRequested, state.RestartCount) = (false, 0))), [ContainerEventType.Restarted]);
    }

    public void Dispose()
    {
        _streams.Dispose();
        _maker.Dispose();
        _folder?.Dispose();
    }

    // A signal that comes while there is no process yet waits for it.
    private void Begin()
    {
        // A limit to the size of files is an error like a full disk, not the end.
        IgnoreSignal(SIGXFSZ);
        _loop.Add(new SignalSource(Receive));
        if (_maker.LeavesOrphans)
        {
            Orphans.Adopt();
        }
    }

    private void Open(ContainerFolder folder)
    {
        _folder = folder;
        LogWriter? writer = Settings.Log is { } log ? new LogWriter(LogFiles.Open(folder, log.FolderOf(_request.Id)), log.MaximumSize, log.MaximumFiles) : null;
        if (_maker.Spec.Process?.Terminal == true)
        {
            _streams = new TerminalStreams(folder, writer);
        }
        else if (writer is not null)
        {
            _streams = new LogStreams(Settings.Log!, writer, _memory);
        }

        _maker.Options = _streams.Prepare(_options);
    }

    private int Launch(Func<int> make)
    {
        try
        {
            int pid = make();
            if (pid > 0 && !_maker.Options.AwaitsStart)
            {
                _maker.RunPoststart(pid);
            }

            return pid;
        }
        catch
        {
            _streams.End(_loop, null);
            throw;
        }
    }

    private void Watch(int pid, ReadOnlySpan<ContainerEventType> begun)
    {
        _streams.Begin(_loop);
        BeginHealth();
        Tell(begun);
        _reporter.Created(pid, _maker.HasCopiedRoot);
        close(_reporter.CallerSocket);
        while (true)
        {
            long started = MonitorLoop.Now;
            ExitResult result = Await(pid);
            if (!IsStartedAgain(result, MonitorLoop.Now - started, out pid))
            {
                return;
            }
        }
    }

    private ExitResult Await(int pid)
    {
        _process = new ProcessSource(pid);
        _loop.Add(_process);
        _loop.RunUntil(() => _process.HasEnded);
        _loop.Remove(_process);
        EndHealth();
        ExitResult result = _maker.Reap(pid);
        _process.Dispose();
        _process = null;
        _streams.End(_loop, result);
        return result;
    }

    private void BeginHealth()
    {
        if (Settings.Health is { } health)
        {
            _health = new HealthSource(health, BeginCheck, Note);
            _loop.Add(_health);
        }
    }

    // One that is suspended, or waits to be started, could not answer.
    private HealthCheck? BeginCheck() => _folder!.Read().State is { Status: ContainerStatus.Running }
        ? HealthCheck.Begin(_request, _maker.Spec.Process)
        : null;

    private void EndHealth()
    {
        if (_health is not null)
        {
            _loop.Remove(_health);
            _health.Dispose();
            _health = null;
        }
    }

    private void Note(ContainerHealth health)
    {
        _maker.Record.Update(state => state.Health = health);
        Tell(ContainerEventType.Health);
    }

    private void Tell(params ReadOnlySpan<ContainerEventType> types)
    {
        ContainerState state = _folder!.Read().State ?? _maker.Record.State;
        EventJournal.Append(StateRoot.At(_request.StateRoot), types, state);
    }

    private void Receive(int signal)
    {
        _isStopped = true;
        _process?.Signal(signal);
    }
}
