using System.Diagnostics;
using System.Management.Automation;
using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Cmdlets;

/// <summary>How a command in a container is started and ends: as a native command of the same pipeline would.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class InvokeRunTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Input_output_errors_and_the_exit_code_are_the_pipelines()
    {
        EngineResult result = _engine.Run("'one', 'two' | Invoke-ContainerCommand -- sh -c 'cat; echo wrong >&2; exit 3'");
        Assert.Equal(["one", "two"], result.Lines);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("wrong", error.ToString());
        Assert.Equal("NativeCommandError", error.FullyQualifiedErrorId);
        Assert.Equal(3, result.ExitCode);
        Assert.Null(result.TerminatingError);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(255, false)]
    public void Success_goes_by_the_exit_code(int code, bool succeeded)
    {
        EngineResult result = _engine.Run($"Invoke-ContainerCommand -- sh -c 'exit {code}'").ThrowOnErrors();
        Assert.Equal(code, result.ExitCode);
        Assert.Equal(succeeded, result.Succeeded);
    }

    [Fact]
    public void Chains_go_on_by_the_exit_code() => Assert.Equal(
        ["or", "and"],
        _engine.Run("Invoke-ContainerCommand false || 'or'; Invoke-ContainerCommand true && 'and'; Invoke-ContainerCommand false && 'not'").Lines);

    [Theory]
    [InlineData("kill -TERM $$", 128 + 15)]
    [InlineData("kill -KILL $$", 128 + 9)]
    public void A_command_that_a_signal_ended_has_128_and_its_number(string command, int code) =>
        Assert.Equal(code, _engine.Run("param($Command) Invoke-ContainerCommand -Init -- sh -c $Command", command).ThrowOnErrors().ExitCode);

    [Fact]
    public void A_signal_from_outside_ends_a_command_that_is_process_1()
    {
        using RunningScript running = _engine.Start("Invoke-ContainerCommand -- sh -c 'echo ready; exec sleep 61.25'");
        running.WaitForOutput("ready");
        using Process sleep = Find("sleep\u000061.25");
        sleep.Kill();
        Assert.Equal(128 + 9, running.Wait().ThrowOnErrors().ExitCode);
    }

    [Fact]
    public void Standard_error_is_no_failure_of_the_script()
    {
        EngineResult result = _engine.Run(
            "$ErrorActionPreference = 'Stop'; $Error.Clear(); Invoke-ContainerCommand -- sh -c 'echo one >&2; echo two >&2'; \"$?\"; \"$($Error.Count) errors\"");
        Assert.Equal(["True", "0 errors"], result.Lines);
        Assert.Equal(["one", "two"], result.Errors.Select(static error => error.ToString()));
    }

    [Fact]
    public void Standard_error_is_redirected_as_a_native_commands_is()
    {
        Assert.Equal(["out"], _engine.Run("Invoke-ContainerCommand -- sh -c 'echo out; echo err >&2' 2>$null").ThrowOnErrors().Lines);
        EngineResult merged = _engine.Run("$ErrorActionPreference = 'Stop'; Invoke-ContainerCommand -- sh -c 'echo out; echo err >&2' 2>&1").ThrowOnErrors();
        Assert.Equal(["err", "out"], merged.Lines.Order(StringComparer.Ordinal));
        Assert.Contains(merged.Output, static line => line!.BaseObject is ErrorRecord);
    }

    [Theory]
    [InlineData("Continue", false)]
    [InlineData("Stop", true)]
    public void A_failure_is_an_error_where_the_user_wants_native_failures_to_be(string preference, bool ends)
    {
        EngineResult result = _engine.Run(
            $"$PSNativeCommandUseErrorActionPreference = $true; $ErrorActionPreference = '{preference}'; Invoke-ContainerCommand -- sh -c 'exit 7'; 'goes on'");
        ErrorRecord error = result.OnlyError();
        Assert.StartsWith("Command.Failed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("exit code 7", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ends ? [] : ["goes on"], result.Lines);
        Assert.Equal(7, result.ExitCode);
    }

    [Fact]
    public void Arguments_are_those_that_a_native_command_would_get() => Assert.Equal(
        "[a][1][1][2][3][4][007][1.50][1e3][][][0x10][1kb][-la][--][--foo=bar][a b][*][$x]",
        _engine.Run("Invoke-ContainerCommand -- printf '[%s]' a 1 (1, 2, (3, 4)) 007 1.50 1e3 '' $null 0x10 1kb -la -- --foo=bar 'a b' * '$x'").ThrowOnErrors().Text);

    [Fact]
    public void Dashed_words_that_are_no_parameter_reach_the_command() => Assert.Contains(
        _engine.Run("Invoke-ContainerCommand ls -la /tmp").ThrowOnErrors().Lines, static line => line.EndsWith(" ..", StringComparison.Ordinal));

    [Fact]
    public void Long_arguments_arrive_whole()
    {
        Assert.Equal(65536, _engine.Run("(Invoke-ContainerCommand -- echo ('x' * 64KB)).Length").Only<int>());
        Assert.Equal(1_009_999, _engine.Run("(Invoke-ContainerCommand -- echo @(1..10000 | ForEach-Object { 'x' * 100 })).Length").Only<int>());
    }

    [Theory]
    [InlineData("-- true ('x' * 128KB)")]
    [InlineData("-- true @(1..40000 | ForEach-Object { 'x' * 100 })")]
    public void Arguments_longer_than_the_kernel_takes_are_refused_clearly(string arguments)
    {
        EngineResult result = _engine.Run($"Invoke-ContainerCommand {arguments}");
        Assert.StartsWith("Command.TooLong,", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(126, result.ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Init")]
    [InlineData("-Namespace Mount")]
    [InlineData("-Namespace Uts -PidsLimit 50")]
    public void What_the_command_leaves_running_ends_with_it(string set)
    {
        if (set.Contains("Limit", StringComparison.Ordinal))
        {
            Rights.NeedCgroups();
        }

        // One is left by a shell that has ended itself, so that it is nobody's child any more.
        foreach (string leaving in (string[])["sleep 62.125 &", "sh -c \"(setsid sleep 62.125 >/dev/null 2>&1 &)\";"])
        {
            var clock = Stopwatch.StartNew();
            Assert.Equal(["hi"], _engine.Run($"Invoke-ContainerCommand {set} -- sh -c '{leaving} echo hi'").ThrowOnErrors().Lines);
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{set}: it took {clock.Elapsed}.");
            Assert.Empty(FindAll("sleep\u000062.125"));
        }
    }

    [Theory]
    [InlineData("Invoke-ContainerCommand -- sh -c 'echo ready; sleep 63.5 & sleep 63.5'")]
    [InlineData("Invoke-ContainerCommand -Init -- sh -c 'echo ready; sleep 63.5 & sleep 63.5'")]
    [InlineData("Invoke-ContainerCommand -- sh -c 'trap \"\" INT TERM HUP; echo ready; while :; do sleep 63.5; done'")]
    [InlineData("Invoke-ContainerCommand -Namespace Mount -- sh -c 'echo ready; sleep 63.5 & sleep 63.5'")]
    [InlineData("& { while ($true) { 'x' * 1000 } } | Invoke-ContainerCommand -- sh -c 'echo ready; exec sleep 63.5'")]
    [InlineData("@('x' * 30MB) | Invoke-ContainerCommand -- sh -c 'echo ready; exec sleep 63.5'")]
    [InlineData("'ready'; Invoke-ContainerCommand yes | ForEach-Object { }")]
    public void A_stop_ends_everything_at_once(string script)
    {
        using RunningScript running = _engine.Start(script);
        running.WaitForOutput("ready");
        var clock = Stopwatch.StartNew();
        running.Stop();
        Assert.True(running.Wait().Stopped);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
        Assert.Empty(FindAll("sleep\u000063.5"));
    }

    [Fact]
    public void Stops_at_any_moment_of_a_launch_leave_nothing()
    {
        for (int i = 0; i < 30; i++)
        {
            using RunningScript running = _engine.Start("Invoke-ContainerCommand -- sleep 64.5");
            Thread.Sleep(i);
            running.Stop();
            running.Wait();
        }

        Assert.True(SpinWait.SpinUntil(() => !FindAll("sleep\u000064.5").Any(), 60_000));
    }

    [Fact]
    public void What_if_prints_the_plan_and_does_nothing()
    {
        EngineResult result = _engine.Run("Invoke-ContainerCommand -WhatIf -Hostname web -- touch /nothing; New-NamespacedProcess -WhatIf -Name never");
        result.ThrowOnErrors();
        Assert.Empty(result.Output);
        Assert.Null(result.ExitCode);
        Assert.Contains("a process in new namespaces: pid, mnt, uts, ipc, net", result.HostText, StringComparison.Ordinal);
        Assert.Contains("set the host name to web", result.HostText, StringComparison.Ordinal);
        Assert.Contains("execute touch /nothing", result.HostText, StringComparison.Ordinal);
        Assert.Empty(_engine.Run("Get-Container | Where-Object Name -eq never").Output);
    }

    [Fact]
    public void An_init_starts_the_command_and_reaps()
    {
        EngineResult result = _engine.Run("Invoke-ContainerCommand -Init -- sh -c 'echo $$; (sleep 0.1 &); sleep 0.5; ps axo stat; exit 7'").ThrowOnErrors();
        Assert.NotEqual("1", result.Lines[0]);
        Assert.DoesNotContain(result.Lines, static line => line.StartsWith('Z'));
        Assert.Equal(7, result.ExitCode);
    }

    [Fact]
    public void Environment_working_folder_and_user_are_the_commands()
    {
        Rights.NeedUsers();
        EngineResult result = _engine.Run(
            "Invoke-ContainerCommand -Environment @{ FOO = 'bar baz'; TERM = 'dumb' } -WorkingDirectory /usr/bin -User 1234:77 -- sh -c 'echo $FOO $TERM $HOME; pwd; id -u; id -g; id -G'");
        Assert.Equal(["bar baz dumb /", "/usr/bin", "1234", "77", "77"], result.ThrowOnErrors().Lines);
    }

    [Fact]
    public void A_user_by_name_is_looked_up_in_the_containers_root()
    {
        Rights.NeedUsers();
        using var root = new BusyBoxRoot();
        Assert.Equal(
            "uid=33(web) gid=44(web) groups=55(more)",
            _engine.Run("param($Root) Invoke-ContainerCommand -RootPath $Root -User web id", root.Path).ThrowOnErrors().Text);
    }

    private static Process Find(string commandLine)
    {
        Process? found = null;
        Assert.True(SpinWait.SpinUntil(() => (found = FindAll(commandLine).FirstOrDefault()) is not null, 10_000), "There is no such process.");
        return found!;
    }

    private static IEnumerable<Process> FindAll(string commandLine) => Process.GetProcesses().Where(process =>
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline").TrimEnd('\0') == commandLine;
        }
        catch (IOException)
        {
            return false;
        }
    });
}
