using System.Management.Automation;
using System.Management.Automation.Host;
using PSContainer.Client;
using PSContainer.Errors;

namespace PSContainer.Commands;

/// <summary>Runs a script block in containers, a limited number of them at once. Used on one thread.</summary>
internal sealed class ScriptPool : IDisposable
{
    private readonly List<ScriptLane> _lanes = [];
    private readonly Stack<ScriptLane> _idle = [];
    private readonly HashSet<ScriptLane> _closing = [];
    private readonly WorkLoop _loop;
    private readonly int _limit;
    private readonly PSHost? _host;
    private readonly IScriptSink _sink;
    private int _calls;

    /// <param name="limit">How many containers there may be at once.</param>
    /// <param name="host">Where what a script asks its user is asked; null where nobody is there.</param>
    /// <param name="sink">Takes what they write.</param>
    /// <param name="stop">Ends everything.</param>
    public ScriptPool(int limit, PSHost? host, IScriptSink sink, CancellationToken stop)
    {
        (_limit, _host, _sink) = (limit, host, sink);
        _loop = new WorkLoop(stop);
    }

    /// <summary>Whether a session is closed as soon as its call has ended.</summary>
    public bool ClosesEach { get; init; }

    /// <summary>Whether a container in which no session can be opened is an error of that container only.</summary>
    public bool GoesOnWithoutSession { get; init; }

    /// <summary>Begins a call; waits until there may be one more.</summary>
    /// <param name="call">The call.</param>
    /// <param name="start">A pwsh for it, where none is free.</param>
    /// <param name="input">Its input.</param>
    /// <exception cref="ContainerException">No session can be opened.</exception>
    public ScriptLane Begin(ScriptCall call, Func<ProcessStart> start, PSDataCollection<PSObject?>? input)
    {
        ScriptLane lane = Take(start);
        _calls++;
        lane.Run(call, input, error => Ended(lane, error));
        _loop.RunWaiting();
        return lane;
    }

    /// <summary>Writes what has come, without waiting.</summary>
    public void WriteWaiting() => _loop.RunWaiting();

    /// <summary>Writes what comes until something is so.</summary>
    public void WriteUntil(Func<bool> condition)
    {
        while (!condition())
        {
            _loop.RunNext(milliseconds: 1);
        }
    }

    /// <summary>Waits for all calls, and for the containers to be gone.</summary>
    public void Finish()
    {
        while (_calls > 0)
        {
            _loop.RunNext();
        }

        _idle.Clear();
        _lanes.ToList().ForEach(Close);
        while (_lanes.Count > 0)
        {
            _loop.RunNext();
        }
    }

    /// <summary>Ends what is not finished, all at once.</summary>
    public void Dispose() => Parallel.ForEach(_lanes, static lane => lane.Abort());

    private ScriptLane Take(Func<ProcessStart> start)
    {
        for (ScriptLane? idle; ; _loop.RunNext())
        {
            while (_idle.TryPop(out idle))
            {
                if (!idle.IsBroken)
                {
                    return idle;
                }

                Close(idle);
            }

            if (_lanes.Count < _limit)
            {
                break;
            }
        }

        var lane = ScriptLane.Open(start(), _host, _loop, _sink);
        _lanes.Add(lane);
        return lane;
    }

    private void Ended(ScriptLane lane, Exception? error)
    {
        _calls--;
        if (ClosesEach || lane.IsBroken)
        {
            Close(lane);
        }
        else
        {
            _idle.Push(lane);
        }

        if (error is not null)
        {
            Report(lane, error);
        }
    }

    private void Report(ScriptLane lane, Exception error)
    {
        if (!lane.IsOpen && !GoesOnWithoutSession && RemoteRecords.Known(error) is { } known)
        {
            throw known;
        }

        if (lane.Records.Stamp(error) is { } record)
        {
            _sink.Failure(record);
        }
    }

    // It takes a moment, and another may be opened only then.
    private void Close(ScriptLane lane)
    {
        if (_closing.Add(lane))
        {
            Task.Run(() =>
            {
                lane.Dispose();
                _loop.Post(() => _lanes.Remove(lane));
            });
        }
    }
}
