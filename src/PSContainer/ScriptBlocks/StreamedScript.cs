using System.Management.Automation;
using PSContainer.Client;

namespace PSContainer.Commands;

/// <summary>One call in one container, which takes the pipeline's objects as they come.</summary>
internal sealed class StreamedScript : IContainerWork
{
    // As much as is handed to the engine before it has been sent.
    private const int MostObjects = 256;
    private const int MostCharacters = 256 << 10;

    private readonly ScriptPool _pool;
    private readonly ScriptLane _lane;
    private readonly PSDataCollection<PSObject?>? _input;
    private int _objects;
    private long _characters;

    /// <param name="pool">Runs it.</param>
    /// <param name="call">The call.</param>
    /// <param name="start">Its pwsh.</param>
    /// <param name="hasInput">Whether there is input to come.</param>
    public StreamedScript(ScriptPool pool, ScriptCall call, ProcessStart start, bool hasInput)
    {
        _pool = pool;
        _input = hasInput ? [] : null;
        _lane = pool.Begin(call, () => start, _input);
    }

    public void Add(PSObject? input)
    {
        if (!_lane.IsRunning)
        {
            _pool.WriteWaiting();
            return;
        }

        _input!.Add(input);
        _objects++;
        _characters += input?.BaseObject switch { string text => text.Length, byte[] bytes => bytes.Length, _ => 0 };
        if (_objects >= MostObjects || _characters >= MostCharacters)
        {
            (_objects, _characters) = (0, 0);
            _pool.WriteUntil(() => !_lane.IsRunning || _lane.HasSentAll);
        }

        _pool.WriteWaiting();
    }

    public void Finish()
    {
        _input?.Complete();
        _pool.Finish();
    }

    public void Dispose()
    {
        _pool.Dispose();
        _input?.Dispose();
    }
}
