using System.Diagnostics;
using System.Management.Automation;
using PSContainer.Errors;

namespace PSContainer.Tests.Engine;

public sealed class PowerShellEngineTests : IDisposable
{
    /// <summary>The bare engine has no Write-* commands: a function with a cmdlet's own methods writes to every stream.</summary>
    private const string EveryStream = """
        function Write-Everything {
            [CmdletBinding(SupportsShouldProcess)] param()
            $PSCmdlet.WriteWarning('a warning')
            $PSCmdlet.WriteVerbose('a detail')
            $PSCmdlet.WriteInformation('a note', @('tag'))
            if ($PSCmdlet.ShouldProcess('the target', 'Change')) { 'changed' }
            $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([Exception]::new('an error'), 'An.Id', 'InvalidOperation', 7))
        }
        """;

    private readonly PowerShellEngine engine = new();

    public void Dispose() => engine.Dispose();

    [Fact]
    public void The_built_module_is_imported_from_the_output_folder()
    {
        EngineResult result = engine.Run("Get-Module PSContainer | ForEach-Object Path").ThrowOnErrors();
        Assert.Equal(BuildPaths.ModuleFolder, Path.GetDirectoryName(result.Text) + "/");
    }

    [Fact]
    public void Scripts_and_tests_share_the_types_of_one_Core()
    {
        Assert.Same(typeof(LinuxException), engine.Run("[PSContainer.Errors.LinuxException]").Only<Type>());
        string[] names = ["PSContainer", "PSContainer.Core"];
        var loaded = AppDomain.CurrentDomain.GetAssemblies().Where(a => names.Contains(a.GetName().Name)).ToList();
        Assert.Equal(names.Length, loaded.Count);
        Assert.All(loaded, a => Assert.StartsWith(BuildPaths.ModuleFolder, a.Location, StringComparison.Ordinal));
    }

    [Fact]
    public void An_engine_without_the_module_is_to_be_had()
    {
        using PowerShellEngine bare = PowerShellEngine.WithoutModule();
        Assert.Empty(bare.Run("Get-Module PSContainer").ThrowOnErrors().Output);
    }

    [Fact]
    public void Each_stream_is_captured_by_itself()
    {
        EngineResult result = engine.Run(EveryStream + "\nWrite-Everything -Verbose");
        Assert.Equal(["changed"], result.Lines);
        Assert.Equal(["a warning"], result.Warnings);
        Assert.Contains("a detail", result.Verbose);
        Assert.Equal(["a note"], result.Information);
        Assert.Equal("An.Id,Write-Everything", result.OnlyError().FullyQualifiedErrorId);
        Assert.False(result.Succeeded);
    }

    [Fact]
    public void What_if_text_reaches_the_host()
    {
        EngineResult result = engine.Run(EveryStream + "\nWrite-Everything -WhatIf");
        Assert.Contains("What if: Performing the operation \"Change\" on target \"the target\".", result.HostText, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("y", 1)]
    [InlineData("n", 0)]
    public void A_question_takes_the_answer_that_was_typed(string answer, int changes)
    {
        engine.Answer(answer);
        EngineResult result = engine.Run(EveryStream + "\nWrite-Everything -Confirm");
        Assert.Equal(changes, result.Output.Count);
        Assert.Contains("Are you sure", result.HostText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_without_an_answer_fails() =>
        Assert.Contains("input has ended", engine.Run(EveryStream + "\nWrite-Everything -Confirm").AllErrors[0].ToString(), StringComparison.Ordinal);

    [Fact]
    public void The_exit_code_is_that_of_the_last_command_of_this_script()
    {
        Assert.Equal(3, engine.Run("sh -c 'exit 3'").ExitCode);
        Assert.Null(engine.Run("1").ExitCode);
    }

    [Fact]
    public void Success_is_that_of_the_last_statement()
    {
        Assert.True(engine.Run("sh -c 'exit 3'; 1").Succeeded);
        Assert.False(engine.Run("1; sh -c 'exit 3'").Succeeded);
    }

    [Fact]
    public void A_terminating_error_is_told_apart()
    {
        EngineResult result = engine.Run("'before'; throw 'no'; 'after'");
        Assert.Equal(["before"], result.Lines);
        Assert.Equal("no", result.TerminatingError?.Exception.Message);
        Assert.False(result.Stopped);
    }

    [Fact]
    public void Variables_stay_from_one_script_to_the_next_and_arguments_are_passed()
    {
        engine.Run("param($First, $Second) $sum = $First + $Second", 1, 2).ThrowOnErrors();
        Assert.Equal(3, engine.Run("$sum").Only<int>());
        engine.SetVariable("sum", 4);
        Assert.Equal(4, engine.Run("$sum").Only<int>());
    }

    [Fact]
    public void Objects_are_shown_as_at_a_console() =>
        Assert.Matches(@"Name\s+Size\n-+\s+-+\na\s+1\n", engine.Show("[pscustomobject]@{ Name = 'a'; Size = 1 }"));

    [Fact]
    public void Errors_are_shown_as_at_a_console() =>
        Assert.Contains("an error", engine.Show(EveryStream + "\nWrite-Everything"), StringComparison.Ordinal);

    [Fact]
    public void Output_is_seen_while_a_script_runs_and_a_stop_ends_it()
    {
        using RunningScript running = engine.Start("'started'; try { while ($true) { [Threading.Thread]::Sleep(10) } } finally { $cleaned = $true }");
        running.WaitForOutput("started");
        Assert.True(running.IsRunning);
        running.Stop();
        EngineResult result = running.Wait();
        Assert.True(result.Stopped);
        Assert.Null(result.TerminatingError);
        Assert.Equal(true, engine.GetVariable("cleaned"));
    }

    [Fact]
    public void A_script_that_runs_too_long_is_stopped_and_fails()
    {
        engine.Patience = TimeSpan.FromMilliseconds(100);
        var clock = Stopwatch.StartNew();
        Exception? failure = Record.Exception(() => engine.Run("while ($true) { [Threading.Thread]::Sleep(10) }"));
        Assert.Contains("did not end within", failure?.Message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Sessions_run_in_parallel()
    {
        using var other = new PowerShellEngine();
        using var here = new ManualResetEventSlim();
        using var there = new ManualResetEventSlim();
        const string meet = "param($Mine, $Other) $Mine.Set(); $Other.Wait(20000)";
        using RunningScript first = engine.Start(meet, here, there);
        using RunningScript second = other.Start(meet, there, here);
        Assert.True(first.Wait().Only<bool>());
        Assert.True(second.Wait().Only<bool>());
    }
}
