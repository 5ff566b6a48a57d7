using System.Collections.Concurrent;
using System.Management.Automation;
using PSContainer.Commands;

namespace PSContainer;

/// <summary>
/// A command or a script block that runs in a container in the background. PowerShell's own cmdlets take it: <c>Get-Job</c>,
/// <c>Receive-Job</c>, <c>Wait-Job</c>, <c>Stop-Job</c>, <c>Remove-Job</c>. To stop it ends what runs, and a container that was made for it.
/// </summary>
public sealed class ContainerJob : Job
{
    private const string TypeName = "ContainerJob";
    private const int MostInput = 1_000;

    private readonly BlockingCollection<PSObject?> _input = new(MostInput);
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _finished = new();
    private volatile bool _hasWrittenAll;
    private Thread? _thread;
    private bool _isDisposed;

    internal ContainerJob(string command, string? name, string containerName, bool hasInput)
        : base(command, name)
    {
        PSJobTypeName = TypeName;
        ContainerName = containerName;
        if (!hasInput)
        {
            _input.CompleteAdding();
        }
    }

    /// <summary>The container's name.</summary>
    public string ContainerName { get; }

    /// <summary>The exit code of a command, once it has ended; null before, and for a script block. 128 and the signal's number where a signal ended it.</summary>
    public int? ExitCode { get; internal set; }

    /// <summary>The container's name.</summary>
    public override string Location => ContainerName;

    /// <summary>How the command ended.</summary>
    public override string StatusMessage => ExitCode is { } code ? $"Exit code {code}" : "";

    /// <summary>Whether something can be received, or may come.</summary>
    public override bool HasMoreData =>
        !_hasWrittenAll || Output.Count + Error.Count + Warning.Count + Verbose.Count + Debug.Count + Information.Count + Progress.Count > 0;

    /// <summary>Ends what runs, and returns when it is gone.</summary>
    public override void StopJob()
    {
        if (JobStateInfo.State == JobState.Running)
        {
            SetJobState(JobState.Stopping);
        }

        _stop.Cancel();

        // Who listens to its state may remove it: that is told on its own thread, where nothing runs any more.
        if (Thread.CurrentThread != _thread)
        {
            _finished.Wait(CancellationToken.None);
        }
    }

    /// <summary>Begins; what it does is done on a thread of its own.</summary>
    internal void Begin(Func<IScriptSink, CancellationToken, IContainerWork> create)
    {
        SetJobState(JobState.Running);
        _thread = new Thread(() => Run(create)) { IsBackground = true, Name = $"Container job {ContainerName}" };
        _thread.Start();
    }

    /// <summary>Hands over one object of the pipeline; waits while too many wait.</summary>
    internal void Add(PSObject? input, CancellationToken stop)
    {
        // It may end without having taken everything.
        while (!_hasWrittenAll && !_input.TryAdd(input, millisecondsTimeout: 100, stop))
        {
        }
    }

    /// <summary>There is no more input.</summary>
    internal void CompleteInput() => _input.CompleteAdding();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            StopJob();
            _input.Dispose();
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Run(Func<IScriptSink, CancellationToken, IContainerWork> create)
    {
        var sink = new JobSink(this);
        JobState state = JobState.Failed;
        try
        {
            using IContainerWork work = create(sink, _stop.Token);
            foreach (PSObject? input in _input.GetConsumingEnumerable(_stop.Token))
            {
                work.Add(input);
            }

            work.Finish();
            state = sink.HasFailed ? JobState.Failed : JobState.Completed;
        }
        catch (OperationCanceledException)
        {
            state = JobState.Stopped;
        }
        catch (Exception error)
        {
            sink.Error(ErrorRecords.From(error));
        }

        sink.Complete();
        _hasWrittenAll = true;

        // The state comes before: who waits for the end may dispose of the job, and then it can have no state any more.
        SetJobState(state);
        _finished.Set();
    }
}
