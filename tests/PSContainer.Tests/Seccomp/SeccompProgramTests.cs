using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

public sealed class SeccompProgramTests
{
    private static SeccompProgram Default => SeccompCompiler.Compile(DefaultProfile.Create([], SyscallAbi.X64), SyscallAbi.X64);

    [Fact]
    public void It_comes_back_from_its_bytes()
    {
        SeccompProgram program = Default;
        SeccompProgram? back = SeccompProgram.Deserialize(program.Serialize());
        Assert.NotNull(back);
        Assert.Equal(program.Flags, back.Flags);
        Assert.Equal(program.Instructions, back.Instructions);
    }

    [Fact]
    public void Its_bytes_are_few() => Assert.InRange(Default.Serialize().Length, 1, 4096);

    [Fact]
    public void Bytes_that_are_cut_short_or_too_long_are_none()
    {
        byte[] bytes = Default.Serialize();
        for (int length = 0; length < bytes.Length; length++)
            Assert.Null(SeccompProgram.Deserialize(bytes.AsSpan(0, length)));
        Assert.Null(SeccompProgram.Deserialize([.. bytes, 0]));
    }

    [Theory]
    [InlineData(0, 0xFF)]
    [InlineData(3, 2)]
    [InlineData(8, 0)]
    [InlineData(11, 0x80)]
    public void Bytes_of_another_version_or_with_another_count_are_none(int offset, byte value)
    {
        byte[] bytes = Default.Serialize();
        bytes[offset] = value;
        Assert.Null(SeccompProgram.Deserialize(bytes));
    }

    [Fact]
    public void A_profile_without_flags_gets_the_one_that_runc_and_crun_give_it() =>
        Assert.Equal(SeccompFlags.SpecAllow, Compile(null).Flags);

    [Fact]
    public void A_profile_with_an_empty_list_of_flags_gets_none() => Assert.Equal(0u, Compile([]).Flags);

    [Fact]
    public void Flags_are_those_of_the_profile() =>
        Assert.Equal(SeccompFlags.Log | SeccompFlags.SpecAllow, Compile([SeccompFlag.Log, SeccompFlag.SpecAllow, SeccompFlag.Tsync]).Flags);

    [Fact]
    public void A_rule_that_notifies_asks_for_a_listener()
    {
        SeccompProgram program = SeccompCompiler.Compile(
            new LinuxSeccomp
            {
                DefaultAction = SeccompAction.Allow,
                ListenerPath = "/run/agent",
                Flags = [SeccompFlag.WaitKillableRecv],
                Syscalls = [new LinuxSyscall { Names = ["mkdir"], Action = SeccompAction.Notify }],
            },
            SyscallAbi.X64);
        Assert.True(program.UsesListener);
        Assert.Equal(SeccompFlags.NewListener | SeccompFlags.WaitKillableRecv, program.Flags);
    }

    private static SeccompProgram Compile(List<SeccompFlag>? flags) =>
        SeccompCompiler.Compile(new LinuxSeccomp { DefaultAction = SeccompAction.Allow, Flags = flags }, SyscallAbi.X64);
}
