using PSContainer.Containers;

namespace PSContainer.Tests.Containers;

public sealed class SignalDispositionsTests
{
    private const int Term = 15;

    private static readonly string[] s_init = ["Name:\tsleep", "NSpid:\t4711\t1", "SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000", "SigCgt:\t0000000000000000"];

    [Fact]
    public void An_init_without_a_handler_is_spared() => Assert.True(SignalDispositions.Parse(s_init).SparesFrom(Term));

    [Theory]
    [InlineData("SigBlk:\t0000000000004000")]
    [InlineData("SigIgn:\t0000000000004000")]
    [InlineData("SigCgt:\tffffffffffffffff")]
    [InlineData("NSpid:\t4711")]
    [InlineData("NSpid:\t1")]
    [InlineData("NSpid:\t4711\t7")]
    [InlineData("NSpid:\t4711\t1\t7")]
    public void One_that_handles_blocks_or_ignores_it_or_is_no_init_is_not(string line) =>
        Assert.False(SignalDispositions.Parse([.. s_init, line]).SparesFrom(Term));

    [Fact]
    public void An_init_two_namespaces_down_is_one() =>
        Assert.True(SignalDispositions.Parse([.. s_init, "NSpid:\t4711\t12\t1"]).SparesFrom(Term));

    [Theory]
    [InlineData(17)]
    [InlineData(28)]
    [InlineData(20)]
    public void A_signal_that_ends_nobody_is_nothing_to_be_spared_from(int signal) =>
        Assert.False(SignalDispositions.Parse(s_init).SparesFrom(signal));

    [Fact]
    public void One_that_may_be_waiting_for_it_is_not_spared() =>
        Assert.False((SignalDispositions.Parse(s_init) with { MayWait = true }).SparesFrom(Term));

    [Fact]
    public void The_last_signal_fits() =>
        Assert.False(SignalDispositions.Parse([.. s_init, "SigCgt:\t8000000000000000"]).SparesFrom(64));

    [Fact]
    public void A_file_without_the_lines_says_nothing() => Assert.False(SignalDispositions.Parse(["", "x"]).SparesFrom(Term));

    [Fact]
    public void A_process_that_is_gone_has_none() => Assert.Null(SignalDispositions.Read(int.MaxValue));

    [Fact]
    public void This_process_is_no_init() => Assert.False(SignalDispositions.Read(Environment.ProcessId)!.Value.IsInit);
}
