using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Sessions;

/// <summary>A script block for each object, in a pool of containers.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class ScriptPoolTests : IDisposable
{
    private readonly PowerShellEngine _engine = new() { Patience = TimeSpan.FromMinutes(8) };

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Each_object_is_the_blocks_own_and_the_containers_are_used_again()
    {
        EngineResult result = _engine.Run("$k = 3; 1..30 | Invoke-ContainerCommand { param($M) $_ * $M + $using:k - 3 } -ThrottleLimit 2 -ArgumentList 2").ThrowOnErrors();
        Assert.Equal(Enumerable.Range(1, 30).Select(static n => n * 2), result.Output.Select(static o => (int)o!.BaseObject).Order());
        Assert.InRange(result.Output.Select(static o => o!.Properties["PSComputerName"].Value).Distinct().Count(), 1, 2);
    }

    [Fact]
    public void What_is_done_first_comes_first()
    {
        // The first waits for the second, which is in another container.
        string folder = Directory.CreateTempSubdirectory("order-").FullName;
        try
        {
            EngineResult result = _engine.Run(
                """
                param($Folder)
                1, 2 | Invoke-ContainerCommand -Mount "${Folder}:/mnt" -ThrottleLimit 2 {
                    if ($_ -eq 1) { while (-not [IO.File]::Exists('/mnt/done')) { [Threading.Thread]::Sleep(1) } }
                    $_
                } | & { process { [IO.File]::WriteAllText("$Folder/done", ''); $_ } }
                """, folder).ThrowOnErrors();
            Assert.Equal(["2", "1"], result.Lines);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Isolated_each_has_a_container_of_its_own()
    {
        EngineResult result = _engine.Run("1..3 | Invoke-ContainerCommand { $global:seen += $_; $global:seen } -Isolated -ThrottleLimit 2").ThrowOnErrors();
        Assert.Equal(["1", "2", "3"], result.Lines.Order());
        Assert.Equal(3, result.Output.Select(static o => o!.Properties["PSComputerName"].Value).Distinct().Count());
    }

    [Fact]
    public void One_that_fails_or_ends_its_pwsh_leaves_the_others_alone()
    {
        EngineResult result = _engine.Run(
            "1..6 | Invoke-ContainerCommand { if ($_ -eq 2) { throw 'two' }; if ($_ -eq 3) { [Environment]::Exit(9) }; $_ } -ThrottleLimit 1");
        Assert.Equal(["1", "4", "5", "6"], result.Lines);
        Assert.Equal(2, result.Errors.Count);
        Assert.Equal("two", result.Errors[0].Exception.Message);
        Assert.StartsWith("Session.ServerEnded", result.Errors[1].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Null(result.TerminatingError);
    }

    [Fact]
    public void A_pipeline_that_has_enough_ends_all_of_them() => Assert.Equal(
        ["first"],
        _engine.Run("foreach ($once in 1) { 1..100 | Invoke-ContainerCommand { $_ } -ThrottleLimit 2 | ForEach-Object { 'first'; break } }").ThrowOnErrors().Lines);

    [Fact]
    public void Ctrl_C_ends_all_of_them()
    {
        using RunningScript running = _engine.Start("1..4 | Invoke-ContainerCommand { 'begun'; while ($true) { [Threading.Thread]::Sleep(100) } } -ThrottleLimit 2");
        running.WaitForOutput("begun");
        running.Stop();
        Assert.True(running.Wait().Stopped);
    }

    [Fact]
    public void A_container_that_cannot_be_made_ends_the_call() => Assert.StartsWith(
        "Command.NotFound", _engine.Run("1..4 | Invoke-ContainerCommand { 1 } -ThrottleLimit 2 -PowerShellPath /nowhere").OnlyError().FullyQualifiedErrorId,
        StringComparison.Ordinal);
}
