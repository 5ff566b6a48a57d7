using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Remoting;
using System.Management.Automation.Runspaces;
using PSContainer.Client;
using PSContainer.Errors;

namespace PSContainer.Commands;

/// <summary>A session in a container, in which script blocks run one after the other. Used on the loop's thread only.</summary>
internal sealed class ScriptLane : IDisposable
{
    private readonly ProcessStart _start;
    private readonly Runspace _runspace;
    private readonly WorkLoop _loop;
    private readonly IScriptSink _sink;
    private Action? _pending;
    private Action<Exception?>? _ended;
    private PowerShell? _shell;

    private ScriptLane(ProcessStart start, PSHost? host, WorkLoop loop, IScriptSink sink)
    {
        (_start, _loop, _sink) = (start, loop, sink);
        RunspaceConnectionInfo connection = SessionTransport.Connect(start);
        _runspace = RunspaceFactory.CreateRunspace(connection, host, SessionTransport.Types);
        Records = new RemoteRecords(start.ContainerName, _runspace.InstanceId);
        _runspace.StateChanged += OnStateChanged;
    }

    /// <summary>Marks what comes from here.</summary>
    public RemoteRecords Records { get; }

    /// <summary>Whether pwsh has answered.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether it cannot be used any more.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether a call goes on.</summary>
    public bool IsRunning => _ended is not null;

    /// <summary>Whether all that was to be sent is with pwsh.</summary>
    public bool HasSentAll => IsOpen && _start.Flow.IsIdle;

    /// <summary>Starts pwsh; does not wait for it.</summary>
    public static ScriptLane Open(ProcessStart start, PSHost? host, WorkLoop loop, IScriptSink sink)
    {
        var lane = new ScriptLane(start, host, loop, sink);
        lane._runspace.OpenAsync();
        return lane;
    }

    /// <summary>Runs a call, as soon as the session is open.</summary>
    /// <param name="call">What to run.</param>
    /// <param name="input">Its input; null for none.</param>
    /// <param name="ended">Called at the end, with what ended it early.</param>
    public void Run(ScriptCall call, PSDataCollection<PSObject?>? input, Action<Exception?> ended)
    {
        _ended = ended;
        _pending = () => Begin(call, input);
        if (IsOpen)
        {
            BeginPending();
        }
    }

    /// <summary>Ends the session, pwsh, and a container that was made for it, whatever runs there.</summary>
    public void Abort()
    {
        _start.Flow.Abort?.Invoke();
        Dispose();
    }

    /// <summary>Closes the session, and with it a container that was made for it.</summary>
    public void Dispose()
    {
        _runspace.StateChanged -= OnStateChanged;
        _start.Flow.Release();
        _runspace.Dispose();
        _shell?.Dispose();
    }

    private void OnStateChanged(object? sender, RunspaceStateEventArgs change)
    {
        RunspaceStateInfo state = change.RunspaceStateInfo;
        if (state.State == RunspaceState.Opened)
        {
            _loop.Post(BeginPending);
        }
        else if (state.State is RunspaceState.Broken or RunspaceState.Closed)
        {
            _loop.Post(() => Break(state.Reason));
        }
    }

    private void BeginPending()
    {
        IsOpen = true;
        Action? pending = _pending;
        _pending = null;
        pending?.Invoke();
    }

    private void Begin(ScriptCall call, PSDataCollection<PSObject?>? input)
    {
        PowerShell shell = _shell = call.CreateShell(_runspace);
        var streams = new ScriptStreams(_loop, _sink, Records, _start.Flow);
        streams.Attach(shell.Streams);
        shell.InvocationStateChanged += (_, change) =>
        {
            PSInvocationStateInfo state = change.InvocationStateInfo;
            if (state.State is PSInvocationState.Completed or PSInvocationState.Failed or PSInvocationState.Stopped)
            {
                _loop.Post(() => End(shell, state.Reason));
            }
        };
        var settings = new PSInvocationSettings { RemoteStreamOptions = RemoteStreamOptions.AddInvocationInfo };
        shell.BeginInvoke(input, streams.Output, settings, callback: null, state: null);
    }

    // A session that broke says why in its own state, and that may come a moment later.
    private void End(PowerShell shell, Exception? reason)
    {
        if (!ReferenceEquals(shell, _shell) || (reason is PSRemotingTransportException && !IsBroken))
        {
            return;
        }

        _shell = null;
        shell.Dispose();
        Settle(reason);
    }

    private void Break(Exception? reason)
    {
        IsBroken = true;
        Settle(reason ?? new ContainerException(
            "Session.Closed", ErrorKind.OperationFailed, $"The session in the container '{_start.ContainerName}' was closed.", _start.ContainerName));
    }

    private void Settle(Exception? reason)
    {
        Action<Exception?>? ended = _ended;
        _ended = null;
        ended?.Invoke(reason);
    }
}
