using System.Globalization;
using System.Management.Automation;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>A container of the module that writes to its log, and one that waits.</summary>
internal static class MonitoredLog
{
    // The record's end is noted when the log is written.
    private const string Write = """
        param($Module, $Bundle)
        Import-Module $Module
        $container = New-Container -Bundle $Bundle -ErrorAction Stop | Start-Container -PassThru | Wait-Container
        try { if ($container.ExitCode) { throw "exit code $($container.ExitCode)" }; ($container.ExitTime - $container.Started).TotalSeconds }
        finally { $container | Remove-Container -Force }
        """;

    private const string Wait = """
        param($Module, $Root)
        Import-Module $Module
        $container = New-NamespacedProcess -RootPath $Root -ErrorAction Stop -- sleep 1d
        try {
            $id = [regex]::Match([IO.File]::ReadAllText("/run/pscontainer/$($container.Id)/state.json"), '"monitor":\{"pid":(\d+)').Groups[1].Value
            [Threading.Thread]::Sleep(3000)
            $before = [IO.File]::ReadAllText("/proc/$id/stat").Split(' ')
            [Threading.Thread]::Sleep(10000)
            $after = [IO.File]::ReadAllText("/proc/$id/stat").Split(' ')
            [long]$after[13] + [long]$after[14] - [long]$before[13] - [long]$before[14]
            [long][regex]::Match([IO.File]::ReadAllText("/proc/$id/smaps_rollup"), 'Pss:\s+(\d+)').Groups[1].Value
        }
        finally { $container | Remove-Container -Force }
        """;

    /// <summary>Bytes of output a second, while the bundle's command writes so many.</summary>
    public static double Speed(string bundle, long bytes) => bytes / Convert.ToDouble(Invoke(Write, bundle).Single(), CultureInfo.InvariantCulture);

    /// <summary>What a monitor has of memory, in kB, and takes of processor time in ten seconds, in milliseconds.</summary>
    public static (double Memory, double Work) Idle(Scene scene)
    {
        const double millisecondsPerTick = 10;
        object[] answers = Invoke(Wait, scene.Root);
        return (Convert.ToDouble(answers[1], CultureInfo.InvariantCulture), Convert.ToDouble(answers[0], CultureInfo.InvariantCulture) * millisecondsPerTick);
    }

    private static object[] Invoke(string script, string argument)
    {
        using PowerShell engine = HostedEngine.Open();
        engine.AddScript(script).AddArgument(Scene.Module).AddArgument(argument);
        return [.. engine.Invoke().Select(static item => item.BaseObject)];
    }
}
