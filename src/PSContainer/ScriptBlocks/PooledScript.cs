using System.Management.Automation;
using PSContainer.Client;

namespace PSContainer.Commands;

/// <summary>A call for each object of the pipeline, in containers that are there for it.</summary>
/// <param name="pool">Runs them.</param>
/// <param name="call">The call.</param>
/// <param name="start">Makes one more container.</param>
internal sealed class PooledScript(ScriptPool pool, ScriptCall call, Func<ProcessStart> start) : IContainerWork
{
    public void Add(PSObject? input)
    {
        PSDataCollection<PSObject?> only = [input];
        only.Complete();
        pool.Begin(call, start, only);
    }

    public void Finish() => pool.Finish();

    public void Dispose() => pool.Dispose();
}
