using PSContainer.State;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>Containers that another pipeline runs in its foreground: they can be seen, waited for and ended as well.</summary>
public sealed class WaitForegroundTests : IDisposable
{
    private const string Found = "param($Name) $c = Get-Container | Where-Object { $_.Labels['test'] -eq $Name }; ";

    // What it writes may come before its record does.
    private const string Find = Found + "while (-not $c) { $c = Get-Container | Where-Object { $_.Labels['test'] -eq $Name } }; ";

    private readonly PowerShellEngine _here = new();
    private readonly PowerShellEngine _there = new();
    private readonly string _name = LaunchedContainer.NewName();

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public void Its_end_is_seen_and_its_exit_code_belongs_to_who_runs_it()
    {
        using RunningScript running = StartForeground();
        EngineResult waiting = _there.Run(Find + "$c | Wait-Container", _name).ThrowOnErrors();

        // Its record is removed with its end: the journal of events tells what came of it.
        Container ended = waiting.Only<Container>();
        Assert.Equal((ContainerStatus.Stopped, 6, null), (ended.Status, ended.ExitCode, ended.Error));
        Assert.Empty(waiting.Warnings);
        Assert.Equal(6, running.Wait().ExitCode);
        Assert.Empty(_there.Run(Found + "$c", _name).ThrowOnErrors().Output);
    }

    [Theory]
    [InlineData("$c | Stop-Container", 143)]
    [InlineData("$c | Stop-Container -Force", 137)]
    [InlineData("$c | Remove-Container -Force", 137)]
    public void It_can_be_ended_from_elsewhere(string script, int exitCode)
    {
        using RunningScript running = StartForeground("exec sleep 1000");
        _there.Run(Find + script, _name).ThrowOnErrors();
        Assert.Equal(exitCode, running.Wait().ExitCode);
        Assert.Empty(_there.Run(Found + "$c", _name).ThrowOnErrors().Output);
    }

    private RunningScript StartForeground(string script = "sleep 1; exit 6")
    {
        RunningScript running = _here.Start("param($Name, $Script) Invoke-ContainerCommand -ContainerLabel @{ test = $Name } -- sh -c \"echo begun; $Script\"", _name, script);
        running.WaitForOutput("begun");
        return running;
    }
}
