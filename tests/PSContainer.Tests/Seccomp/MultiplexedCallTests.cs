using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

/// <summary>Calls that i386 can also make through <c>socketcall</c> (102) and <c>ipc</c> (117).</summary>
public sealed class MultiplexedCallTests
{
    private const uint SocketCall = 102;
    private const uint Ipc = 117;
    private const uint Refused = SeccompReturn.Errno | 1;

    [Theory]
    [InlineData("socket", SocketCall, 1)]
    [InlineData("accept", SocketCall, 5)]
    [InlineData("send", SocketCall, 9)]
    [InlineData("sendmmsg", SocketCall, 20)]
    [InlineData("semop", Ipc, 1)]
    [InlineData("shmctl", Ipc, 24)]
    public void A_call_that_is_allowed_is_allowed_both_ways(string name, uint carrier, ulong selector)
    {
        LinuxSeccomp profile = Profile(SeccompAction.Errno, Rule(name, SeccompAction.Allow));
        Assert.Equal(SeccompReturn.Allow, Run(profile, carrier, selector));
        Assert.Equal(Refused, Run(profile, carrier, selector + 1));
    }

    [Fact]
    public void A_version_in_the_upper_half_does_not_hide_what_ipc_is_asked_for()
    {
        LinuxSeccomp profile = Profile(SeccompAction.Allow, Rule("shmat", SeccompAction.Errno));
        Assert.Equal(Refused, Run(profile, Ipc, 21));
        Assert.Equal(Refused, Run(profile, Ipc, 0x10000 + 21));
        Assert.Equal(SeccompReturn.Allow, Run(profile, Ipc, 22));
    }

    [Fact]
    public void A_condition_that_forbids_forbids_the_other_way_altogether()
    {
        LinuxSeccomp profile = Profile(SeccompAction.Allow, Rule("socket", SeccompAction.Errno, Family(40)));
        Assert.Equal(Refused, Run(profile, SocketCall, 1));
        Assert.Equal(SeccompReturn.Allow, Run(profile, SocketCall, 2));
    }

    [Fact]
    public void A_condition_that_allows_does_not_allow_the_other_way()
    {
        LinuxSeccomp profile = Profile(SeccompAction.Errno, Rule("socket", SeccompAction.Allow, Family(2)), Rule("mseal", SeccompAction.Allow));
        Assert.Equal(Refused, Run(profile, SocketCall, 1));
        Assert.Equal(SeccompReturn.Allow, Run(profile, 359, 2));
    }

    [Fact]
    public void Of_several_conditions_that_forbid_the_strictest_counts()
    {
        LinuxSeccomp profile = Profile(
            SeccompAction.Allow, Rule("socket", SeccompAction.Errno, Family(40)), Rule("socket", SeccompAction.KillProcess, Family(16)));
        Assert.Equal(SeccompReturn.KillProcess, Run(profile, SocketCall, 1));
    }

    [Fact]
    public void A_rule_without_conditions_counts_alone()
    {
        LinuxSeccomp profile = Profile(
            SeccompAction.Errno, Rule("socket", SeccompAction.Kill, Family(40)), Rule("socket", SeccompAction.Allow), Rule("mseal", SeccompAction.Allow));
        Assert.Equal(SeccompReturn.Allow, Run(profile, SocketCall, 1));
        Assert.Equal(SeccompReturn.Allow, Run(profile, 359, 40));
    }

    [Fact]
    public void A_rule_about_the_other_way_itself_decides()
    {
        LinuxSeccomp profile = Profile(
            SeccompAction.Errno, Rule("socket", SeccompAction.Kill, Family(40)), Rule("socketcall", SeccompAction.Allow));
        Assert.Equal(SeccompReturn.Allow, Run(profile, SocketCall, 1));
    }

    [Fact]
    public void A_condition_on_the_other_way_stays_where_it_is_stricter()
    {
        LinuxSeccomp profile = Profile(
            SeccompAction.Allow, Rule("socket", SeccompAction.Errno, Family(40)), Rule("socketcall", SeccompAction.KillProcess, Family(1)));
        Assert.Equal(SeccompReturn.KillProcess, Run(profile, SocketCall, 1));
        profile.Syscalls![1].Action = SeccompAction.Log;
        Assert.Equal(Refused, Run(profile, SocketCall, 1));
    }

    private static uint Run(LinuxSeccomp profile, uint number, params ulong[] arguments)
    {
        ReadOnlySpan<ulong> program = SeccompCompiler.Compile(profile, SyscallAbi.X64).Instructions;
        BpfInterpreter.Check(program);
        return BpfInterpreter.Run(program, new SystemCall(SyscallAbi.X86.AuditArch(), number, arguments));
    }

    private static LinuxSeccomp Profile(SeccompAction action, params List<LinuxSyscall> rules) =>
        new() { DefaultAction = action, Architectures = [SeccompArch.X86], Syscalls = rules };

    private static LinuxSyscall Rule(string name, SeccompAction action, params List<LinuxSeccompArg> conditions) =>
        new() { Names = [name], Action = action, Args = conditions };

    private static LinuxSeccompArg Family(ulong value) => new() { Index = 0, Value = value, Op = SeccompOperator.EqualTo };
}
