using PSContainer.Tests.Invariants;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>A kill for want of memory is said, whoever was killed.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class OutOfMemoryTests : IDisposable
{
    private const string Eat = "$eat = 'x=$(head -c 200000000 /dev/zero | tr \"\\0\" x); echo ${#x}'\n";

    private readonly PowerShellEngine _engine = new();

    public OutOfMemoryTests() => Rights.NeedCgroups();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void The_error_of_a_command_names_the_limit()
    {
        EngineResult result = _engine.Run(Eat + "Invoke-ContainerCommand -Memory 32MB -- sh -c $eat");
        Assert.Equal("Command.OomKilled,PSContainer.Commands.InvokeContainerCommandCommand", result.OnlyError().FullyQualifiedErrorId);
        Assert.Contains("33554432 bytes (32 MB)", result.OnlyError().ToString(), StringComparison.Ordinal);
        Assert.Equal(137, result.ExitCode);
    }

    [Fact]
    public void So_does_that_of_one_in_a_container_that_runs_with_the_limit_as_it_is_now()
    {
        EngineResult result = _engine.Run(
            Eat + """
            $c = New-NamespacedProcess -Memory 512MB -MemorySwap 512MB
            try { $c | Set-ContainerResource -Memory 48MB; $c | Invoke-ContainerCommand -- sh -c $eat; $c.Refresh(); $c.OomKilled; $c.Status; ($c | Stop-Container -PassThru).OomKilled }
            finally { $c | Remove-Container -Force }
            """);
        Assert.Equal("Command.OomKilled,PSContainer.Commands.InvokeContainerCommandCommand", result.OnlyError().FullyQualifiedErrorId);
        Assert.Contains("(48 MB)", result.OnlyError().ToString(), StringComparison.Ordinal);
        Assert.Equal(["True", "Running", "True"], result.Lines);
    }

    [Fact]
    public void A_container_in_the_background_keeps_it()
    {
        EngineResult result = _engine.Run(
            Eat + """
            $c = New-NamespacedProcess -Memory 32MB -- sh -c $eat
            try { $c = $c | Wait-Container; $c.OomKilled; $c.ExitCode; $c.Error }
            finally { $c | Remove-Container -Force }
            """).ThrowOnErrors();
        Assert.Equal(["True", "137"], result.Lines.Take(2));
        Assert.Contains("33554432", result.Lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_outlives_the_kill_is_warned_of_it()
    {
        EngineResult result = _engine.Run(Eat + "Invoke-ContainerCommand -Memory 32MB -- sh -c 'sh -c \"$0\"; echo $?; exit 0' $eat 2>$null").ThrowOnErrors();
        Assert.Equal(["137"], result.Lines);
        Assert.Contains("32 MB", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
    }

    // The launcher, with its runtime, has more than that: nothing of it may count as the container's.
    [Fact]
    public void A_limit_of_a_megabyte_is_enough_to_start()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/busybox"), "needs a static busybox (Debian: busybox-static), which needs little memory itself");
        EngineResult result = _engine.Run("""
            foreach ($try in 1..5) { Invoke-ContainerCommand -Memory 1MB -MemorySwap 1MB -- busybox echo A }
            $c = New-NamespacedProcess -Memory 1MB -MemorySwap 1MB -- busybox sleep 1000
            try { "$($c.Status)"; $c.Refresh(); "$($c.OomKilled)" } finally { $c | Remove-Container -Force }
            """);
        Assert.Equal(["A", "A", "A", "A", "A", "Running", "False"], result.ThrowOnErrors().Lines);
    }

    [Fact]
    public void One_that_needed_none_is_not()
    {
        EngineResult result = _engine.Run("Invoke-ContainerCommand -Memory 64MB -- sh -c 'kill -9 $$; exit 9'; $c = New-NamespacedProcess -Memory 64MB -- sh -c 'exit 137'; $c = $c | Wait-Container; $c.OomKilled; $c | Remove-Container");
        Assert.Equal(["False"], result.ThrowOnErrors().Lines);
    }
}
