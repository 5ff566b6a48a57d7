using System.Management.Automation;
using PSContainer.State;
using PSContainer.Terminals;
using PSContainer.Tests.Cmdlets;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Terminals;

[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class EnterContainerTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Without_a_command_it_is_a_shell_of_the_user()
    {
        using LaunchedContainer container = LaunchedContainer.Idle();
        using var terminal = PseudoTerminal.Run($"Enter-Container {container.Name} -Environment @{{ PS1 = 'shell> ' }}; \"code $LASTEXITCODE\"");
        terminal.Enter("echo \"it is $0\"; tty; exit 3\r");
        terminal.Expect("it is /bin/");
        terminal.Expect("code 3");
        terminal.ExpectEnd();
    }

    [Theory]
    [InlineData("Get-Container {0} | Enter-Container -- sh -c 'test -t 0 && echo here $X; exit 4'")]
    [InlineData("Enter-Container {0} -User 0 -WorkingDirectory / -- sh -c 'test -t 0 && echo here $X; exit 4'")]
    [InlineData("Enter-Container -Id {1} -- sh -c 'test -t 0 && echo here $X; exit 4'")]
    [InlineData("Invoke-ContainerCommand -Interactive -Name {0} -- sh -c 'test -t 0 && echo here $X; exit 4'")]
    [InlineData("Get-Container {0} | Invoke-ContainerCommand -Interactive -- sh -c 'test -t 0 && echo here $X; exit 4'")]
    public void A_command_runs_in_it_and_the_container_goes_on(string script)
    {
        using LaunchedContainer container = LaunchedContainer.Idle();
        using var terminal = PseudoTerminal.Run(string.Format(null, script, container.Name, container.ShortId) + "; \"code $LASTEXITCODE\"");
        terminal.Expect("here");
        terminal.Expect("code 4");
        terminal.ExpectEnd();
        Assert.Equal(ContainerStatus.Running, container.Look().Status);
    }

    [Fact]
    public void The_detach_keys_end_the_command_and_not_the_container()
    {
        using LaunchedContainer container = LaunchedContainer.Idle();
        using var terminal = PseudoTerminal.Run($"Enter-Container {container.Name} -- sh -c 'echo set; sleep 4712'");
        terminal.Expect("set\r\n");
        terminal.Enter("\x10\x11");
        terminal.ExpectEnd();
        Assert.True(PseudoTerminal.SpinUntil(static () => PseudoTerminal.Capture("pgrep -xf 'sleep 4712'").Length == 0));
        Assert.Equal(ContainerStatus.Running, container.Look().Status);
    }

    [Fact]
    public void The_container_may_be_removed_meanwhile()
    {
        using LaunchedContainer container = LaunchedContainer.Idle();
        using var terminal = PseudoTerminal.Run($"Enter-Container {container.Name} -- sh -c 'echo set; sleep 4713'; \"code $LASTEXITCODE\"");
        terminal.Expect("set\r\n");
        _engine.Run("param($Name) Remove-Container $Name -Force", container.Name).ThrowOnErrors();
        terminal.Expect("code 137");
        terminal.ExpectEnd();
    }

    [Fact]
    public void A_second_one_at_the_same_terminal_is_refused_and_one_after_the_other_is_not()
    {
        using var terminal = PseudoTerminal.Run(
            $$"""
            $other = [powershell]::Create([initialsessionstate]::CreateDefault2()).AddScript("Import-Module '{{EngineFiles.Readable.ModuleManifest}}'; Invoke-ContainerCommand -Interactive sh")
            $other.RunspacePool = $null
            $null = Invoke-ContainerCommand -Interactive -- sh -c 'echo first'
            try { $null = $other.Invoke(); $other.Streams.Error[0].FullyQualifiedErrorId } catch { $_.Exception.InnerException.ErrorRecord.FullyQualifiedErrorId }
            1, 2 | ForEach-Object { Invoke-ContainerCommand -Interactive -- sh -c 'echo again' }
            """);
        terminal.Expect("first\r\n");
        // A runspace of its own has no host, and nobody at it.
        terminal.Expect("Terminal.NoHost");
        terminal.Expect("again\r\n");
        terminal.Expect("again\r\n");
        terminal.ExpectEnd();
    }

    [Theory]
    [InlineData("Invoke-ContainerCommand -Interactive sh", "Terminal.None")]
    [InlineData("Invoke-ContainerCommand -Interactive -DetachKeys 'Ctrl+1' sh", "DetachKeys.Invalid")]
    [InlineData("Invoke-ContainerCommand -DetachKeys '' sh", "DetachKeys.Invalid")]
    [InlineData("Enter-Container", "Container.NotNamed")]
    [InlineData("Enter-Container (New-Name)", "Container.NotFound")]
    [InlineData("Enter-Container $c", "Terminal.None")]
    [InlineData("Enter-Container $c -DetachKeys 'Alt+F4'", "DetachKeys.Invalid")]
    [InlineData("Enter-Container $c ''", "Command.Empty")]
    [InlineData("Enter-Container $c -Attach -User root", "Terminal.AttachOnly")]
    [InlineData("Enter-Container $c -Attach -- sh", "Terminal.AttachOnly")]
    [InlineData("Suspend-Container $c; Enter-Container $c", "Container.Paused")]
    [InlineData("Stop-Container $c; Enter-Container $c", "Container.NotRunning")]
    [InlineData("Stop-Container $c; Enter-Container $c -Attach", "Container.NotRunning")]
    [InlineData("New-NamespacedProcess -Terminal", "Terminal.NoCommand")]
    [InlineData("New-NamespacedProcess -Terminal -RedirectStandardOutput /dev/null -- sh", "Terminal.Redirected")]
    public void Bad_input_is_told_before_anything_is_done(string script, string id)
    {
        if (script.Contains("Suspend", StringComparison.Ordinal))
        {
            Invariants.Rights.NeedCgroups();
        }

        EngineProcessResult result = EngineProcess.Run(
            $$"""
            function New-Name { 'no-such-container' }
            $c = (New-NamespacedProcess).Name
            try { {{script}} 2>&1 | ForEach-Object { "error: $($_.FullyQualifiedErrorId)" } } catch { "error: $($_.FullyQualifiedErrorId)" }
            Get-Container $c | ForEach-Object { if ($_.Status -eq 'Paused') { Resume-Container $c } }
            Remove-Container $c -Force
            """);
        Assert.Contains($"error: {id},", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Input_for_a_command_at_a_terminal_is_refused()
    {
        using var terminal = PseudoTerminal.Run("try { 'a' | Invoke-ContainerCommand -Interactive cat } catch { $_.FullyQualifiedErrorId }");
        terminal.Expect("Terminal.InputGiven");
        terminal.ExpectEnd();
    }

    [Fact]
    public void Several_cannot_be_entered_at_once()
    {
        using LaunchedContainer one = LaunchedContainer.Idle(), two = LaunchedContainer.Idle();
        ErrorRecord error = _engine.Run("Enter-Container test-*").OnlyError();
        Assert.StartsWith("Container.Ambiguous", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("root:x:0:0::/root:/bin/mysh", "bin/mysh bin/sh", "/bin/mysh")]
    [InlineData("root:x:0:0::/root:/bin/mysh", "bin/sh", "/bin/sh")]
    [InlineData("root:x:0:0::/root:/usr/sbin/nologin", "usr/sbin/nologin bin/sh bin/bash", "/bin/bash")]
    [InlineData("root:x:0:0::/root:bin/sh", "usr/bin/sh", "/usr/bin/sh")]
    [InlineData("root:x:0:0::/root:/link", "usr/bin/sh", "/usr/bin/sh")]
    [InlineData("broken", "", null)]
    public void The_shell_is_the_user_s_where_it_is_there_and_else_the_best(string passwd, string files, string? shell)
    {
        DirectoryInfo root = Directory.CreateTempSubdirectory("shell-root-");
        try
        {
            Write("etc/passwd", passwd, UnixFileMode.UserRead);
            foreach (string file in files.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Write(file, "", UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }

            // What is no program does not count, nor does what is outside of the root.
            Write("usr/local/bin/bash", "", UnixFileMode.UserRead);
            File.CreateSymbolicLink($"{root.FullName}/link", "../../../../../../etc/passwd");
            Assert.Equal(shell, ShellFinder.Find(root.FullName, 0));
        }
        finally
        {
            root.Delete(recursive: true);
        }

        void Write(string path, string text, UnixFileMode mode)
        {
            string file = Path.Combine(root.FullName, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            File.SetUnixFileMode(file, mode);
        }
    }
}
