using System.Management.Automation;

namespace PSContainer.Tests.Engine;

/// <summary>A script that runs in the background, with what it has written so far.</summary>
public sealed class RunningScript : IDisposable
{
    internal const string SuccessVariable = "__ScriptSucceeded";

    private readonly PowerShellEngine engine;
    private readonly PowerShell powershell;
    private readonly HostText text;
    private readonly PSDataCollection<PSObject?> output = [];
    private readonly IAsyncResult call;

    internal RunningScript(PowerShellEngine engine, PowerShell powershell, HostText text)
    {
        this.engine = engine;
        this.powershell = powershell;
        this.text = text;
        call = powershell.BeginInvoke<PSObject, PSObject?>(null, output);
    }

    public bool IsRunning => !call.IsCompleted;

    /// <summary>What came out until now, as text.</summary>
    public IReadOnlyList<string> OutputSoFar => [.. ObjectsSoFar().Select(o => o?.ToString() ?? "")];

    /// <summary>Ctrl+C. Returns when the pipeline has ended.</summary>
    public void Stop() => powershell.Stop();

    /// <summary>Waits until a line that contains the text came out, and fails if the script ends without it.</summary>
    public void WaitForOutput(string part)
    {
        bool Seen() => OutputSoFar.Any(line => line.Contains(part, StringComparison.Ordinal));
        bool Settled() => Seen() || !IsRunning;
        Assert.True(SpinWait.SpinUntil(Settled, engine.Patience), $"'{part}' did not come within {engine.Patience.TotalSeconds} s.");
        Assert.True(Seen(), $"The script ended without '{part}': {string.Join('\n', OutputSoFar)}{powershell.InvocationStateInfo.Reason}");
    }

    /// <summary>Waits for the end, which a stop or an error may have brought.</summary>
    public EngineResult Wait()
    {
        if (!call.AsyncWaitHandle.WaitOne(engine.Patience))
        {
            Stop();
            Assert.Fail($"The script did not end within {engine.Patience.TotalSeconds} s, and was stopped. Output: {string.Join('\n', OutputSoFar)}");
        }

        return Collect(End());
    }

    public void Dispose()
    {
        if (IsRunning)
        {
            Stop();
        }

        powershell.Dispose();
        output.Dispose();
    }

    /// <summary>By index: an enumerator of the collection would wait for objects that are still to come.</summary>
    private IEnumerable<PSObject?> ObjectsSoFar()
    {
        for (int i = 0; i < output.Count; i++)
        {
            yield return output[i];
        }
    }

    private RuntimeException? End()
    {
        try
        {
            powershell.EndInvoke(call);
            return null;
        }
        catch (RuntimeException error)
        {
            return error;
        }
    }

    private EngineResult Collect(RuntimeException? end) => new()
    {
        Output = [.. ObjectsSoFar()],
        Errors = [.. powershell.Streams.Error],
        TerminatingError = end is PipelineStoppedException ? null : end?.ErrorRecord,
        Warnings = [.. powershell.Streams.Warning.Select(r => r.Message)],
        Verbose = [.. powershell.Streams.Verbose.Select(r => r.Message)],
        Debug = [.. powershell.Streams.Debug.Select(r => r.Message)],
        Information = [.. powershell.Streams.Information.Select(r => r.MessageData?.ToString() ?? "")],
        HostText = text.Take(),
        ExitCode = engine.GetVariable("LASTEXITCODE") as int?,
        Succeeded = engine.GetVariable(SuccessVariable) is true,
        Stopped = end is PipelineStoppedException,
    };
}
