using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PSContainer.Tests.Engine;
using static Tmds.Linux.LibC;

namespace PSContainer.Tests.Terminals;

/// <summary>A command at a terminal, as a person sees it: what is typed, what is shown, and what the terminal is like afterwards.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class InteractiveTests
{
    [Fact]
    public void The_size_is_right_from_the_first_moment_and_follows_the_window()
    {
        using var terminal = PseudoTerminal.Run("Invoke-ContainerCommand -Interactive -- sh -c 'stty size; until stty size | grep 40; do sleep 0.1; done; exit 7'; \"code $LASTEXITCODE\"");
        terminal.Expect("33 101\r\n");
        terminal.Resize(40, 120);
        terminal.Expect("40 120\r\n");
        terminal.Expect("code 7");
        terminal.ExpectEnd();
    }

    [Fact]
    public void A_resize_is_a_signal_inside()
    {
        using var terminal = PseudoTerminal.Run("Invoke-ContainerCommand -Interactive -- sh -c 'trap \"stty size; exit 0\" WINCH; echo set; while :; do sleep 0.1; done'");
        terminal.Expect("set\r\n");
        terminal.Resize(50, 60);
        terminal.Expect("50 60\r\n");
        terminal.ExpectEnd();
    }

    [Fact]
    public void A_window_that_does_not_know_its_size_is_taken_for_the_usual_one()
    {
        using var terminal = PseudoTerminal.Run("Invoke-ContainerCommand -Interactive -- stty size", rows: 0, columns: 0);
        terminal.Expect("24 80\r\n");
        terminal.ExpectEnd();
    }

    [Fact]
    public void The_terminal_is_a_new_one_and_the_type_is_handed_on()
    {
        using var terminal = PseudoTerminal.Run(
            "Invoke-ContainerCommand -Interactive -- sh -c 'tty; echo type $TERM; stat -L -c \"fs %d\" /proc/self/fd/0 /dev/console; ls /proc/self/fd | wc -l'; Invoke-ContainerCommand -Interactive -Environment @{ TERM = 'dumb' } -- sh -c 'echo type $TERM'");
        terminal.Expect("/dev/pts/0\r\n");
        terminal.Expect($"type {PseudoTerminal.Type}\r\n");
        terminal.Expect("type dumb\r\n");
        terminal.ExpectEnd();
        Assert.DoesNotContain($"fs {terminal.FileSystem}\r\n", terminal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_is_the_command_s_and_ends_no_pipeline()
    {
        using var terminal = PseudoTerminal.Run("Invoke-ContainerCommand -Interactive -- sh -c 'trap \"echo caught; exit 5\" INT; echo set; while :; do sleep 0.1; done'; \"code $LASTEXITCODE\"");
        terminal.Expect("set\r\n");
        terminal.Enter("\x03");
        terminal.Expect("caught");
        terminal.Expect("code 5");
        terminal.ExpectEnd();
    }

    [Fact]
    public void Jobs_can_be_stopped_and_taken_up_again()
    {
        using var terminal = PseudoTerminal.Run("Invoke-ContainerCommand -Interactive -Environment @{ PS1 = 'shell> ' } -- sh");
        terminal.Expect("shell> ");
        terminal.Enter("sleep 4716\r");
        terminal.Expect("sleep 4716\r\n");
        Assert.True(PseudoTerminal.SpinUntil(() => PseudoTerminal.Capture("pgrep -xf 'sleep 4716'").Length > 0));
        terminal.Enter("\x1a");
        terminal.Expect("shell> ");
        terminal.Enter("jobs\r");
        terminal.Expect("Stopped");
        terminal.Enter("kill %1; fg; exit 0\r");
        terminal.ExpectEnd();
    }

    [Fact]
    public void What_is_typed_and_shown_is_passed_on_as_it_is()
    {
        using var terminal = PseudoTerminal.Run("Invoke-ContainerCommand -Interactive -- sh -c 'echo set; head -n 1 | od -An -tx1'");
        terminal.Expect("set\r\n");
        terminal.Enter("ü€😀\r");
        terminal.Expect("ü€😀");
        terminal.Expect("c3 bc e2 82 ac f0 9f 98 80 0a");
        terminal.ExpectEnd();
    }

    [Fact]
    public void A_large_paste_arrives_whole()
    {
        byte[] paste = [.. Enumerable.Range(0, 300_000).Select(static i => (byte)('a' + (i % 26)))];
        using var terminal = PseudoTerminal.Run("Invoke-ContainerCommand -Interactive -- sh -c 'stty raw -echo; echo set; head -c 300000 | sha256sum'");
        terminal.Expect("set");
        terminal.Enter(paste);
        terminal.Expect(Convert.ToHexStringLower(SHA256.HashData(paste)));
        terminal.ExpectEnd();
    }

    [Fact]
    public void Much_output_arrives_whole_and_all_of_it_before_the_end()
    {
        using var terminal = PseudoTerminal.Run("Invoke-ContainerCommand -Interactive -- seq 1 100000");
        terminal.ExpectEnd();
        string lines = string.Concat(Enumerable.Range(1, 100_000).Select(static i => i.ToString(CultureInfo.InvariantCulture) + "\r\n"));
        Assert.Contains(lines, terminal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_detach_keys_leave_at_once_and_nothing_stays()
    {
        using var terminal = PseudoTerminal.Run("Invoke-ContainerCommand -Interactive -- sh -c 'echo set; sleep 4716'");
        terminal.Expect("set\r\n");
        terminal.Enter("\x10\x11");
        terminal.ExpectEnd();
        Assert.Empty(PseudoTerminal.Capture("pgrep -xf 'sleep 4716'"));
    }

    [Theory]
    [InlineData("None", "\x10\x11\r", "10 11 0a")]
    [InlineData("Ctrl+],x", "\x10\x11\x1dy\r", "10 11 1d 79 0a")]
    public void Other_keys_are_the_command_s(string keys, string typed, string arrived)
    {
        using var terminal = PseudoTerminal.Run($"Invoke-ContainerCommand -Interactive -DetachKeys {keys} -- sh -c 'stty -ixon; echo set; head -n 1 | od -An -tx1'");
        terminal.Expect("set\r\n");
        terminal.Enter(typed);
        terminal.Expect(arrived);
        terminal.ExpectEnd();
    }

    [Fact]
    public void What_a_killed_program_has_set_in_the_terminal_is_taken_back()
    {
        using var terminal = PseudoTerminal.Run("Invoke-ContainerCommand -Interactive -- sh -c 'printf \"\\033[?1049h\\033[?25l\\033[?1000h\"; echo set; kill -9 $$; sleep 4716'");
        terminal.Expect("set\r\n");
        terminal.Enter("\x10\x11");
        terminal.Expect("\e[?25h\e[?1000l\e[?1049l");
        terminal.ExpectEnd();
    }

    [Fact]
    public void A_command_that_cannot_be_started_changes_nothing()
    {
        using var terminal = PseudoTerminal.Run("try { Invoke-ContainerCommand -Interactive -- no-such-command } catch { $_.FullyQualifiedErrorId }; \"code $LASTEXITCODE\"");
        terminal.Expect("Command.NotFound");
        terminal.Expect("code 127");
        terminal.ExpectEnd();
    }
}
