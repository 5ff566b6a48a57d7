using System.Text;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.State;
using PSContainer.Terminals;
using PSContainer.Tests.Cmdlets;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Terminals;

/// <summary>Terminals of detached containers, which are left and come back to.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class AttachTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();
    private readonly string _name = LaunchedContainer.NewName();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void A_terminal_can_be_left_and_come_back_to_and_is_drawn_again()
    {
        using Removal container = Start("-Environment @{ PS1 = 'shell> ' } -- bash --norc");
        using (PseudoTerminal first = Attach())
        {
            first.Expect("shell> ");
            first.Enter("X=kept; stty size\r");
            first.Expect("33 101\r\n");
            first.Enter("Y=at-once\r\x10\x11");
            first.ExpectEnd();
        }

        using PseudoTerminal second = Attach();
        second.Expect("shell> ");
        second.Enter("echo \"it is $X $Y\"; exit 9\r");
        second.Expect("it is kept at-once");
        second.Expect("code 9");
        second.ExpectEnd();
        Assert.Equal(9, Look().ExitCode);
    }

    [Fact]
    public void Two_at_once_see_the_same_and_the_last_one_says_the_size()
    {
        using Removal container = Start("-Environment @{ PS1 = 'shell> ' } -- bash --norc");
        using PseudoTerminal one = Attach();
        one.Expect("shell> ");
        using PseudoTerminal two = Attach(rows: 20, columns: 70);
        two.Expect("shell> ");
        two.Enter("echo for-\"both\"; stty size\r");
        one.Expect("for-both");
        one.Expect("20 70");
        two.Expect("for-both");
        one.Resize(21, 71);
        PseudoTerminal.SpinUntil(() =>
        {
            two.Enter("stty size\r");
            Thread.Sleep(200);
            return two.Text.Contains("21 71", StringComparison.Ordinal);
        });
        two.Expect("21 71");
        one.Enter("\x10\x11");
        one.ExpectEnd();
        two.Enter("exit 0\r");
        two.Expect("code 0");
        two.ExpectEnd();
    }

    [Fact]
    public void Who_attaches_later_gets_the_modes_that_the_program_has_set()
    {
        using Removal container = Start("-- sh -c 'printf \"\\033[?1049h\\033[?2004h\"; sleep 1000'");
        using PseudoTerminal terminal = Attach();
        terminal.Expect("\e[?1049h");
        terminal.Enter("\x10\x11");
        terminal.Expect("\e[?1049l");
        terminal.ExpectEnd();
    }

    [Fact]
    public void Who_takes_nothing_is_let_go_and_the_command_goes_on()
    {
        using Removal container = Start("-- sh -c 'read x; seq 1 400000; sleep 1000'");
        using AttachedTerminal idle = AttachedTerminal.Connect(Look());
        using AttachedTerminal active = AttachedTerminal.Connect(Look());
        active.Write("\r"u8);
        var shown = new StringBuilder();
        Assert.True(PseudoTerminal.SpinUntil(() => Drain(active, shown).Contains("400000\r\n", StringComparison.Ordinal), 60), "The command was held up.");
        // What the other had got already is there, and then the end.
        byte[] buffer = new byte[AttachProtocol.MostBytes];
        Assert.True(PseudoTerminal.SpinUntil(() => idle.Read(buffer) < 0, 60));
    }

    [Fact]
    public void Who_does_not_keep_to_the_protocol_is_let_go()
    {
        using Removal container = Start("-- sh -c 'read x; echo still-here; sleep 1000'");
        byte[] buffer = new byte[AttachProtocol.MostBytes];
        foreach (byte[] packet in new byte[][] { [(byte)'x', 1], [AttachProtocol.Resized, 1], new byte[AttachProtocol.MostBytes + 100], [AttachProtocol.Typed] })
        {
            using AttachedTerminal bad = AttachedTerminal.Connect(Look());
            Assert.True(AttachPacket.Send(bad.Descriptor, packet));
            Assert.True(PseudoTerminal.SpinUntil(() => bad.Read(buffer) < 0, 30), $"A packet {packet[0]} of {packet.Length} bytes was taken.");
        }

        using AttachedTerminal good = AttachedTerminal.Connect(Look());
        good.Resize(new Interop.Interop.WindowSize());
        good.Write("\r"u8);
        var shown = new StringBuilder();
        Assert.True(PseudoTerminal.SpinUntil(() => Drain(good, shown).Contains("still-here", StringComparison.Ordinal), 30));
    }

    [Fact]
    public void More_than_can_be_attached_are_turned_away()
    {
        using Removal container = Start("-- sh -c 'read x; sleep 1000'");
        byte[] buffer = new byte[AttachProtocol.MostBytes];
        List<AttachedTerminal> many = [.. Enumerable.Range(0, 16).Select(_ => AttachedTerminal.Connect(Look()))];
        using (AttachedTerminal more = AttachedTerminal.Connect(Look()))
        {
            Assert.True(PseudoTerminal.SpinUntil(() => more.Read(buffer) < 0, 30));
        }

        many.ForEach(static one => one.Dispose());
        Assert.True(PseudoTerminal.SpinUntil(() =>
        {
            using AttachedTerminal one = AttachedTerminal.Connect(Look());
            Thread.Sleep(50);
            return one.Read(buffer) == 0;
        }, 30));
    }

    [Fact]
    public void A_container_without_a_terminal_cannot_be_attached_to()
    {
        using LaunchedContainer container = LaunchedContainer.Idle();
        Assert.Equal("Terminal.NotAttachable", Assert.Throws<ContainerException>(() => AttachedTerminal.Connect(container.Look()).Dispose()).ErrorId);
    }

    [Fact]
    public void A_container_can_be_attached_to_before_it_is_started()
    {
        using var container = new Removal(this);
        _engine.Run("param($Name) New-Container -Name $Name -Terminal -- sh -c 'tty; sleep 0.2; exit 6'", _name).ThrowOnErrors();
        using PseudoTerminal terminal = PseudoTerminal.Run($"'attaching'; Enter-Container {_name} -Attach; \"code $LASTEXITCODE\"");
        terminal.Expect("attaching");
        Assert.True(PseudoTerminal.SpinUntil(() => !terminal.Settings.Equals(terminal.Found)));
        _engine.Run("param($Name) Start-Container $Name", _name).ThrowOnErrors();
        terminal.Expect("/dev/pts/0");
        terminal.Expect("code 6");
        terminal.ExpectEnd();
    }

    [Fact]
    public void One_that_is_started_again_has_a_terminal_again()
    {
        using Removal container = Start("-Environment @{ PS1 = 'shell> ' } -- bash --norc");
        using (PseudoTerminal first = Attach())
        {
            first.Expect("shell> ");
            first.Enter("exit 3\r");
            first.Expect("code 3");
            first.ExpectEnd();
        }

        _engine.Run("param($Name) Restart-Container $Name", _name).ThrowOnErrors();
        using PseudoTerminal second = Attach();
        second.Expect("shell> ");
        second.Enter("tty; exit 5\r");
        second.Expect("/dev/pts/0");
        second.Expect("code 5");
        second.ExpectEnd();
    }

    [Fact]
    public void When_the_session_is_killed_the_command_goes_on()
    {
        using Removal container = Start("-Environment @{ PS1 = 'shell> ' } -- bash --norc");
        using (PseudoTerminal terminal = Attach())
        {
            terminal.Expect("shell> ");
            terminal.Signal(Tmds.Linux.LibC.SIGTERM);
            terminal.WaitForExit();
            terminal.ExpectRestored();
        }

        Assert.Equal(ContainerStatus.Running, Look().Status);
    }

    private Removal Start(string rest)
    {
        _engine.Run($"New-NamespacedProcess -Name {_name} -Terminal {rest}").ThrowOnErrors();
        return new Removal(this);
    }

    private PseudoTerminal Attach(int rows = 33, int columns = 101) =>
        PseudoTerminal.Run($"Enter-Container {_name} -Attach; \"code $LASTEXITCODE\"", rows, columns);

    private Container Look() => _engine.Run("param($Name) Get-Container $Name", _name).Only<Container>();

    private static string Drain(AttachedTerminal terminal, StringBuilder shown)
    {
        byte[] buffer = new byte[AttachProtocol.MostBytes];
        for (int count; (count = terminal.Read(buffer)) > 0;)
        {
            shown.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return shown.ToString();
    }

    // Before it is looked at what the test has left.
    private sealed class Removal(AttachTests test) : IDisposable
    {
        public void Dispose() => test._engine.Run("param($Name) Get-Container $Name | Remove-Container -Force", test._name).ThrowOnErrors();
    }
}
