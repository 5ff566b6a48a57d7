using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>How a command in a container reads, writes and ends: as a native command of the same pipeline would.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class InvokeRunTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();

    public InvokeRunTests() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: launches without a user namespace");

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
    public void Output_comes_line_by_line_as_it_is_written()
    {
        using RunningScript running = _engine.Start("Invoke-ContainerCommand -- sh -c 'echo first; sleep 60; echo last'");
        running.WaitForOutput("first");
        Assert.True(running.IsRunning);
        running.Stop();
    }

    // Only a cmdlet that is called can write: what comes between two input objects is written with the second.
    [Fact]
    public void Input_is_read_and_output_written_while_input_comes()
    {
        string folder = Directory.CreateTempSubdirectory("input-").FullName;
        try
        {
            EngineResult result = _engine.Run(
                """
                param($Folder)
                $seen = [Collections.Generic.List[string]]::new()
                & {
                    'one'
                    while (-not [IO.File]::Exists("$Folder/read")) { [Threading.Thread]::Sleep(1) }
                    'two'
                    "three after $seen"
                } | Invoke-ContainerCommand -Mount "${Folder}:/mnt" -- sh -c 'read a; echo "got $a"; touch /mnt/read; cat' | & { process { $seen.Add($_); $_ } }
                """, folder).ThrowOnErrors();
            Assert.Equal("got one", result.Lines[0]);
            Assert.Equal("two", result.Lines[1]);
            Assert.StartsWith("three after got one", result.Lines[2], StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_command_that_writes_without_end_still_gets_its_input()
    {
        EngineResult result = _engine.Run(
            """
            'go', 'stop' | Invoke-ContainerCommand -- sh -c 'yes $(printf %01000d 0) & read a; read b; kill $!; wait; echo; echo "got $a $b"' | & { process { if ($_.Length -lt 20) { $_ } } }
            """).ThrowOnErrors();
        Assert.Equal("got go stop", result.Lines[^1]);
    }

    [Fact]
    public void A_command_whose_output_fills_its_pipe_before_it_reads_gets_all_of_its_input() => Assert.Equal(
        ["3000000", "3145729"],
        _engine.Run(
            """
            @('y' * 3MB) | Invoke-ContainerCommand -- sh -c 'head -c 3000000 /dev/zero | tr "\0" x; echo; wc -c' | & { process { if ($_.Length -gt 20) { "$($_.Length)" } else { $_.Trim() } } }
            """).ThrowOnErrors().Lines);

    // A line that has no end is handed on in pieces, the largest objects that there are.
    private const long MostLive = 128L << 20;

    [Fact]
    public void What_goes_through_both_pipes_takes_constant_memory()
    {
        // In a process of its own: other tests' memory would be counted too.
        EngineProcessResult result = EngineProcess.Run(
            """
            $block = [Text.Encoding]::ASCII.GetBytes(('x' * 99 + "`n") * 10000)
            $most = $length = $next = 0
            & { foreach ($i in 1..300) { , $block } } | Invoke-ContainerCommand -- cat | & { process {
                $length += $_.Length + 1
                if ($length -ge $next) { $next += 25MB; $most = [Math]::Max($most, [GC]::GetTotalMemory($true)) }
            } end { $length; $most } }
            """).ThrowOnErrors();
        Assert.Equal("300000000", result.Lines[0]);
        Assert.InRange(long.Parse(result.Lines[1], CultureInfo.InvariantCulture), 1, MostLive);
    }

    [Fact]
    public void A_pipeline_that_has_enough_ends_the_command()
    {
        var clock = Stopwatch.StartNew();
        Assert.Equal(["y", "y"], _engine.Run("while ($true) { Invoke-ContainerCommand yes | ForEach-Object { $_; if (++$n -eq 2) { break } } }").ThrowOnErrors().Lines);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed}.");
    }

    [Theory]
    [InlineData("1..100000 | Invoke-ContainerCommand -- head -n 1", "1")]
    [InlineData("1..100000 | Invoke-ContainerCommand -- sh -c 'exec 0<&-; echo closed'", "closed")]
    [InlineData("@('x' * 3MB) | Invoke-ContainerCommand -- sh -c 'exec 0<&-; echo closed'", "closed")]
    public void A_command_that_closes_its_input_early_ends_quickly(string script, string output)
    {
        var clock = Stopwatch.StartNew();
        EngineResult result = _engine.Run(script).ThrowOnErrors();
        Assert.Equal([output], result.Lines);
        Assert.Equal(0, result.ExitCode);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public void Input_is_text_by_lines_and_bytes_as_they_are()
    {
        Assert.Equal(["1", "two", "3.5"], _engine.Run("1, 'two', 3.5, $null | Invoke-ContainerCommand cat").ThrowOnErrors().Lines);
        Assert.Equal("0", _engine.Run("@() | Invoke-ContainerCommand -- wc -c").ThrowOnErrors().Text.Trim());
        Assert.Equal("256", _engine.Run("[byte[]](0..255) | Invoke-ContainerCommand -- wc -c").ThrowOnErrors().Text.Trim());
        Assert.Equal(" 00 ff 0a", _engine.Run(", [byte[]](0, 255, 10) | Invoke-ContainerCommand -- od -An -tx1").ThrowOnErrors().Text);
        Assert.Equal("ü€😀", _engine.Run("'ü€😀' | Invoke-ContainerCommand cat").ThrowOnErrors().Text);
    }

    [Fact]
    public void Without_input_there_is_none_to_read() =>
        Assert.Equal("0", _engine.Run("Invoke-ContainerCommand -- wc -c").ThrowOnErrors().Text.Trim());

    [Fact]
    public void More_goes_in_and_out_than_the_pipes_hold_and_in_order() => Assert.Equal(
        Enumerable.Range(1, 50_000).Select(static number => number.ToString(CultureInfo.InvariantCulture)),
        _engine.Run("1..50000 | Invoke-ContainerCommand cat").ThrowOnErrors().Lines);

    [Fact]
    public void A_last_line_without_its_end_is_a_line_too() =>
        Assert.Equal(["a", "b"], _engine.Run(@"Invoke-ContainerCommand -- printf 'a\nb'").ThrowOnErrors().Lines);

    [Fact]
    public void Line_ends_of_both_kinds_are_taken_off_and_empty_lines_are_kept() =>
        Assert.Equal(["a", "", "b"], _engine.Run(@"Invoke-ContainerCommand -- printf 'a\r\n\nb\n'").ThrowOnErrors().Lines);

    [Fact]
    public void Bytes_that_are_no_UTF8_become_the_replacement_character() =>
        Assert.Equal(["a\uFFFDb", "\uFFFD"], _engine.Run(@"Invoke-ContainerCommand -- printf 'a\377b\n\303'").ThrowOnErrors().Lines);

    [Fact]
    public void A_character_that_comes_in_two_parts_is_one() =>
        Assert.Equal(["ü"], _engine.Run(@"Invoke-ContainerCommand -- sh -c 'printf ""\303""; sleep 0.3; printf ""\274""'").ThrowOnErrors().Lines);

    [Theory]
    [InlineData("head -c 1000000000 /dev/zero")]
    [InlineData("yes xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx | head -c 1000000000")]
    public void A_gigabyte_of_output_takes_constant_memory(string command)
    {
        EngineProcessResult result = EngineProcess.Run(
            $$"""
            $most = $length = $lines = $next = 0
            Invoke-ContainerCommand -- sh -c '{{command}}' | & { process {
                $length += $_.Length
                $lines++
                if ($length -ge $next) { $next += 50MB; $most = [Math]::Max($most, [GC]::GetTotalMemory($true)) }
            } end { $length + ($lines -gt 1000000 ? $lines : 0); $most } }
            """).ThrowOnErrors();
        Assert.Equal("1000000000", result.Lines[0]);
        Assert.InRange(long.Parse(result.Lines[1], CultureInfo.InvariantCulture), 1, MostLive);
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

    [Fact]
    public void What_the_command_leaves_running_ends_with_it()
    {
        foreach (string set in new[] { "", "-Init", "-Namespace Mount", "-Namespace Uts -PidsLimit 50" })
        {
            var clock = Stopwatch.StartNew();
            Assert.Equal(["hi"], _engine.Run($"Invoke-ContainerCommand {set} -- sh -c 'sleep 62.125 & echo hi'").ThrowOnErrors().Lines);
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

        Assert.True(SpinWait.SpinUntil(() => !FindAll("sleep\u000064.5").Any(), 5000));
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
        EngineResult result = _engine.Run(
            "Invoke-ContainerCommand -Environment @{ FOO = 'bar baz'; TERM = 'dumb' } -WorkingDirectory /usr/bin -User 1234:77 -- sh -c 'echo $FOO $TERM $HOME; pwd; id -u; id -g; id -G'");
        Assert.Equal(["bar baz dumb /", "/usr/bin", "1234", "77", "77"], result.ThrowOnErrors().Lines);
    }

    [Fact]
    public void A_user_by_name_is_looked_up_in_the_containers_root()
    {
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
