using System.Management.Automation;
using PSContainer.Client;

namespace PSContainer.Commands;

/// <summary>
/// Brings what one call writes to a sink, by way of the loop, in order. What has not been taken yet is counted: a sink that is
/// slow keeps the container waiting, and memory stays constant.
/// </summary>
internal sealed class ScriptStreams(WorkLoop loop, IScriptSink sink, RemoteRecords records, SessionFlow flow)
{
    private const int MostWaiting = 128;
    private const int FewWaiting = 32;

    private int _waiting;

    /// <summary>The call's output.</summary>
    public PSDataCollection<PSObject?> Output { get; } = [];

    /// <summary>Listens to all streams of a call.</summary>
    public void Attach(PSDataStreams streams)
    {
        Listen(Output, value => sink.Output(records.Stamp(value)));
        Listen(streams.Error, error => sink.Error(records.Stamp(error)));
        Listen(streams.Warning, sink.Record);
        Listen(streams.Verbose, sink.Record);
        Listen(streams.Debug, sink.Record);
        Listen(streams.Information, sink.Record);
        Listen(streams.Progress, sink.Record);
    }

    private void Listen<T>(PSDataCollection<T> stream, Action<T> take) => stream.DataAdded += (_, _) =>
    {
        foreach (T item in stream.ReadAll())
        {
            Post(() => take(item));
        }
    };

    private void Post(Action take)
    {
        if (Interlocked.Increment(ref _waiting) >= MostWaiting)
        {
            flow.Hold();
        }

        loop.Post(() =>
        {
            if (Interlocked.Decrement(ref _waiting) <= FewWaiting)
            {
                flow.Release();
            }

            take();
        });
    }
}
