using PSContainer.Tests.Invariants;
using PSContainer.Cgroups;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

public sealed class SetContainerResourceTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();

    public SetContainerResourceTests() => Rights.NeedCgroups();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Limits_hold_at_once_and_what_is_not_given_stays()
    {
        using var container = LaunchedContainer.Start(new() { Command = ["sleep", "1000"], Cgroup = true });
        _engine.Run("param($Id) Set-ContainerResource -Id $Id -Memory 64MB -PidsLimit 20", container.Id).ThrowOnErrors();
        _engine.Run("param($Id) Set-ContainerResource -Id $Id -PidsLimit 30 -Cpu 0.5 -CpuSet 0", container.Id).ThrowOnErrors();
        CgroupStatistics now = Read(container);
        Assert.Equal(64 << 20, now.MemoryLimit);
        Assert.Equal(30, now.PidsLimit);
    }

    [Fact]
    public void Minus_one_takes_a_limit_away()
    {
        using var container = LaunchedContainer.Start(new() { Command = ["sleep", "1000"], Cgroup = true });
        _engine.Run("param($Id) Set-ContainerResource -Id $Id -Memory 64MB -PidsLimit 20 -Cpu 1", container.Id).ThrowOnErrors();
        _engine.Run("param($Id) Set-ContainerResource -Id $Id -Memory -1 -PidsLimit -1 -Cpu -1", container.Id).ThrowOnErrors();
        CgroupStatistics now = Read(container);
        Assert.Null(now.PidsLimit);
        Assert.False(now.MemoryLimit < 1L << 40);
    }

    [Fact]
    public void A_memory_limit_is_what_the_container_is_held_to()
    {
        EngineResult result = _engine.Run(
            """
            $c = New-NamespacedProcess -Memory 512MB -MemorySwap 512MB
            try { $c | Set-ContainerResource -Memory 32MB; $c | Invoke-ContainerCommand -- sh -c 'x=$(head -c 100000000 /dev/zero | tr "\0" x); echo ${#x}' }
            finally { $c | Remove-Container -Force }
            """);
        Assert.DoesNotContain("100000000", result.Text, StringComparison.Ordinal);
        Assert.Equal(137, result.ExitCode);
    }

    [Theory]
    [InlineData("", "Limit.Missing")]
    [InlineData("-Memory 0", "Limit.Memory")]
    [InlineData("-Memory 100TB", "Limit.Memory")]
    [InlineData("-Memory 10", "Limit.Memory")]
    [InlineData("-MemorySwap 10", "Limit.MemorySwap")]
    [InlineData("-MemoryReservation 10", "Limit.MemoryReservation")]
    [InlineData("-Memory 64MB -MemorySwap 32MB", "Limit.MemorySwap")]
    [InlineData("-MemoryReservation 0", "Limit.MemoryReservation")]
    [InlineData("-Cpu 0", "Limit.Cpu")]
    [InlineData("-Cpu -2", "Limit.Cpu")]
    [InlineData("-Cpu 100000", "Limit.Cpu")]
    [InlineData("-CpuSet nonsense", "Limit.CpuSet")]
    [InlineData("-CpuSet 65000", "Limit.CpuSet")]
    [InlineData("-CpuWeight 0", "Limit.CpuWeight")]
    [InlineData("-PidsLimit 0", "Limit.Pids")]
    [InlineData("-IOWeight 5", "Limit.IOWeight")]
    [InlineData("-Memory 12xb", "ParameterArgumentTransformationError")]
    public void What_is_no_limit_is_refused_before_anything_is_set(string limits, string id)
    {
        using var container = LaunchedContainer.Start(new() { Command = ["sleep", "1000"], Cgroup = true });
        EngineResult result = _engine.Run($"param($Id) Set-ContainerResource -Id $Id -PassThru {limits}", container.Id);
        Assert.StartsWith(id + ",", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void One_that_has_ended_has_none()
    {
        using var container = LaunchedContainer.Run("true");
        EngineResult result = _engine.Run("param($Id) $null = Wait-Container -Id $Id; Set-ContainerResource -Id $Id -Memory 64MB", container.Id);
        Assert.Equal("Container.NotRunning,PSContainer.Commands.SetContainerResourceCommand", result.OnlyError().FullyQualifiedErrorId);
    }

    [Fact]
    public void WhatIf_shows_them_in_the_words_of_the_spec()
    {
        using var container = LaunchedContainer.Start(new() { Command = ["sleep", "1000"], Cgroup = true });
        EngineResult result = _engine.Run("param($Id) Set-ContainerResource -Id $Id -PidsLimit 20 -WhatIf", container.Id).ThrowOnErrors();
        Assert.Contains("{\"pids\":{\"limit\":20}}", result.HostText, StringComparison.Ordinal);
        Assert.Null(Read(container).PidsLimit);
    }

    private static CgroupStatistics Read(LaunchedContainer container)
    {
        using Cgroup cgroup = Cgroup.Open(container.State.CgroupPaths);
        return cgroup.ReadStatistics();
    }
}
