using System.Globalization;
using PSContainer.Tests.Engine;
using static Tmds.Linux.LibC;

namespace PSContainer.Tests.Terminals;

/// <summary>The session's terminal is given back as it was, whatever ends the command: somebody is always left to do it.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class TerminalRestoreTests
{
    private const string Script = "try { Invoke-ContainerCommand -Interactive -- sh -c 'echo set; sleep 4711' } catch { $_.FullyQualifiedErrorId }; \"code $LASTEXITCODE\"";

    [Fact]
    public void When_the_container_is_killed()
    {
        using PseudoTerminal terminal = Start();
        terminal.Signal(SIGKILL, Pid("pgrep -xf 'sh -c echo set; sleep 4711'"));
        terminal.Expect("code 137");
        terminal.ExpectEnd();
    }

    [Fact]
    public void When_the_launcher_is_killed()
    {
        using PseudoTerminal terminal = Start();
        terminal.Signal(SIGKILL, Pid($"pgrep -P {terminal.EngineId} -f 'pscontainer serve'"));
        terminal.Expect("Launcher.Died");
        terminal.ExpectEnd();
        RemoveInterrupted();
    }

    [Fact]
    public void When_the_pipeline_is_stopped()
    {
        using PseudoTerminal terminal = Start();
        terminal.Signal(SIGINT);
        terminal.WaitForExit();
        terminal.ExpectRestored();
    }

    // The last two are without a chance to do anything in PowerShell: the launcher does it.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public void When_the_session_is_killed(int signal)
    {
        using PseudoTerminal terminal = Start();
        terminal.Signal(signal);
        terminal.WaitForExit();
        terminal.ExpectRestored();
        Assert.True(PseudoTerminal.SpinUntil(static () => PseudoTerminal.Capture("pgrep -xf 'sleep 4711'").Length == 0), "The command is still there.");
    }

    [Fact]
    public void When_the_session_is_stopped_and_goes_on_it_is_raw_again()
    {
        using PseudoTerminal terminal = Start();
        var raw = terminal.Settings;
        terminal.Signal(SIGSTOP);
        terminal.SetSettings(terminal.Found);
        terminal.Signal(SIGCONT);
        Assert.True(PseudoTerminal.SpinUntil(() => terminal.Settings.Equals(raw), 30), "It is not raw again.");
        terminal.Enter("\x10\x11");
        terminal.ExpectEnd();
    }

    [Fact]
    public void What_takes_the_terminal_s_settings_away_meanwhile_is_put_right_with_the_next_key()
    {
        using PseudoTerminal terminal = Start();
        terminal.SetSettings(terminal.Found);
        terminal.Enter("x\r");
        Assert.True(PseudoTerminal.SpinUntil(() => !terminal.Settings.Equals(terminal.Found), 30), "It is not raw again.");
        terminal.Enter("\x10\x11");
        terminal.ExpectEnd();
    }

    private static PseudoTerminal Start()
    {
        var terminal = PseudoTerminal.Run(Script);
        terminal.Expect("set\r\n");
        Assert.False(terminal.Settings.Equals(terminal.Found));
        return terminal;
    }

    private static int Pid(string command) => int.Parse(PseudoTerminal.Capture(command).Split('\n')[0], CultureInfo.InvariantCulture);

    private static void RemoveInterrupted()
    {
        using var engine = new PowerShellEngine();
        engine.Run("Get-Container | Where-Object Command -like '*sleep 4711*' | Remove-Container -Force").ThrowOnErrors();
    }
}
