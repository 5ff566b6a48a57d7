using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>How a command in a container reads and writes: lines, bytes and memory, as with a native command of the same pipeline.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class InvokeStreamTests : IDisposable
{
    // A line that has no end is handed on in pieces, the largest objects that there are.
    private const long MostLive = 128L << 20;

    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

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
}
