using System.Collections.Concurrent;

namespace PSContainer.Commands;

/// <summary>Brings what happens on the engine's threads to the one that may write: a pipeline's, or a job's.</summary>
internal sealed class WorkLoop(CancellationToken stop)
{
    private readonly BlockingCollection<Action> _actions = [];

    /// <summary>Has something done by the thread that runs the loop. From any thread.</summary>
    public void Post(Action action) => _actions.Add(action, CancellationToken.None);

    /// <summary>Does what is there to be done.</summary>
    /// <exception cref="OperationCanceledException">It is to stop.</exception>
    public void RunWaiting()
    {
        stop.ThrowIfCancellationRequested();
        while (_actions.TryTake(out Action? action))
        {
            action();
            stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Waits for something to be done, and does it.</summary>
    /// <param name="milliseconds">How long to wait at most; -1 for as long as it takes.</param>
    /// <exception cref="OperationCanceledException">It is to stop.</exception>
    public void RunNext(int milliseconds = -1)
    {
        if (_actions.TryTake(out Action? action, milliseconds, stop))
        {
            action();
        }
    }
}
