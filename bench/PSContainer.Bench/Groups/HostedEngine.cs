using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PSContainer.Bench.Groups;

/// <summary>The PowerShell engine in this process.</summary>
internal static class HostedEngine
{
    public static PowerShell Open()
    {
        Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        return PowerShell.Create(runspace);
    }

    /// <summary>Runs a script.</summary>
    /// <returns>Milliseconds.</returns>
    /// <exception cref="InvalidOperationException">It gave an error.</exception>
    public static double Run(PowerShell engine, string script)
    {
        engine.Commands.Clear();
        engine.Streams.ClearStreams();
        engine.AddScript(script, useLocalScope: false);
        long start = Stopwatch.GetTimestamp();
        engine.Invoke();
        double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return engine.Streams.Error.Count == 0 ? time : throw new InvalidOperationException(engine.Streams.Error[0].ToString());
    }
}
