using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

public sealed class SeccompCompilerTests
{
    private const uint X64 = 0xC000003E;
    private const uint X86 = 0x40000003;
    private const uint Arm64 = 0xC00000B7;
    private const uint Read = 0;
    private const uint Mseal = 462;
    private const uint NoSuchCall = 0x50026;

    [Fact]
    public void A_call_of_an_architecture_that_is_not_listed_kills_the_thread()
    {
        LinuxSeccomp profile = Profile(SeccompAction.Allow);
        Assert.Equal(SeccompReturn.KillThread, Run(profile, X86, 3));
        Assert.Equal(SeccompReturn.KillThread, Run(profile, Arm64, 63));
        Assert.Equal(SeccompReturn.Allow, Run(profile, X64, Read));
    }

    [Fact]
    public void A_call_of_x32_kills_the_thread_where_x32_is_not_listed()
    {
        LinuxSeccomp profile = Profile(SeccompAction.Allow);
        Assert.Equal(SeccompReturn.KillThread, Run(profile, X64, SyscallAbis.X32Bit | Read));
        profile.Architectures = [SeccompArch.X32];
        Assert.Equal(SeccompReturn.Allow, Run(profile, X64, SyscallAbis.X32Bit | Read));
    }

    [Fact]
    public void A_call_that_a_tracer_has_skipped_kills_nobody()
    {
        Assert.Equal(SeccompReturn.Allow, Run(Profile(SeccompAction.Allow), X64, uint.MaxValue));
        Assert.Equal(NoSuchCall, Run(Profile(SeccompAction.Kill, Rule("read")), X64, uint.MaxValue));
    }

    [Theory]
    [InlineData(SeccompAction.Errno)]
    [InlineData(SeccompAction.Kill)]
    [InlineData(SeccompAction.KillProcess)]
    [InlineData(SeccompAction.Trap)]
    public void A_call_newer_than_the_profile_fails_with_ENOSYS_where_the_default_forbids(SeccompAction action)
    {
        LinuxSeccomp profile = Profile(action, Rule("read", "close_range"));
        Assert.Equal(NoSuchCall, Run(profile, X64, 437));
        Assert.Equal(NoSuchCall, Run(profile, X64, Mseal));
        Assert.Equal(SeccompReturn.From(action, null, 0), Run(profile, X64, 435));
    }

    [Theory]
    [InlineData(SeccompAction.Allow)]
    [InlineData(SeccompAction.Log)]
    [InlineData(SeccompAction.Trace)]
    public void A_call_newer_than_the_profile_is_treated_as_others_where_the_default_allows(SeccompAction action)
    {
        LinuxSeccomp profile = Profile(action, new LinuxSyscall { Names = ["read"], Action = SeccompAction.Kill });
        Assert.Equal(SeccompReturn.From(action, null, 0), Run(profile, X64, Mseal));
    }

    [Fact]
    public void What_is_newest_is_told_for_each_interface_by_itself()
    {
        LinuxSeccomp profile = Profile(SeccompAction.Errno, Rule("uretprobe"));
        profile.Architectures = [SeccompArch.X86];
        Assert.Equal(NoSuchCall, Run(profile, X64, Mseal));
        // i386 does not have the call: nothing is known of it, and the default holds.
        Assert.Equal(SeccompReturn.Errno | 1, Run(profile, X86, Mseal));
    }

    [Fact]
    public void A_name_that_no_kernel_has_is_passed_over()
    {
        LinuxSeccomp profile = Profile(SeccompAction.Errno, Rule("read", "no_such_call"));
        Assert.Equal(SeccompReturn.Allow, Run(profile, X64, Read));
        Assert.Equal(["no_such_call"], SeccompCheck.UnknownCalls(profile));
    }

    [Fact]
    public void A_profile_without_rules_only_has_its_default()
    {
        Assert.Equal(SeccompReturn.Errno | 1, Run(Profile(SeccompAction.Errno), X64, Read));
        Assert.Equal(SeccompReturn.Errno | 1, Run(Profile(SeccompAction.Errno), X64, Mseal));
    }

    [Fact]
    public void An_architecture_that_has_no_table_changes_nothing()
    {
        LinuxSeccomp profile = Profile(SeccompAction.Errno, Rule("read"));
        ulong[] without = SeccompCompiler.Compile(profile, SyscallAbi.X64).Instructions.ToArray();
        profile.Architectures = [SeccompArch.S390X, SeccompArch.RiscV64];
        Assert.Equal(without, SeccompCompiler.Compile(profile, SyscallAbi.X64).Instructions);
    }

    [Fact]
    public void The_default_profile_is_a_short_program()
    {
        LinuxSeccomp profile = DefaultProfile.Create(["CAP_SYS_CHROOT"], SyscallAbi.X64);
        Assert.InRange(SeccompCompiler.Compile(profile, SyscallAbi.X64).Instructions.Length, 1, 400);
    }

    [Fact]
    public void A_long_program_finds_its_way_over_jumps_that_are_too_far_for_one_byte()
    {
        LinuxSeccomp profile = Profile(SeccompAction.Errno, [.. Many("read", 200), .. Many("mseal", 150), Rule("getpid"), .. Many("ioctl", 100)]);
        profile.Architectures = [SeccompArch.X86];
        ulong[] program = SeccompCompiler.Compile(profile, SyscallAbi.X64).Instructions.ToArray();
        BpfInterpreter.Check(program);
        Assert.InRange(program.Length, 3000, 4096);
        foreach ((uint arch, uint number) in (IEnumerable<(uint, uint)>)[(X64, 0), (X64, 16), (X64, 39), (X64, 462), (X86, 3), (X86, 54), (X86, 20), (X86, 462), (X64, 5), (Arm64, 1)])
        {
            for (ulong value = 0; value < 320; value++)
            {
                var call = new SystemCall(arch, number, value);
                Assert.Equal(Reference.Evaluate(profile, SyscallAbi.X64, call), BpfInterpreter.Run(program, call));
            }
        }
    }

    private static IEnumerable<LinuxSyscall> Many(string name, int count) => Enumerable.Range(0, count).Select(i => new LinuxSyscall
    {
        Names = [name],
        Action = SeccompAction.Errno,
        ErrnoRet = (uint)(2 + (i % 100)),
        Args = [new LinuxSeccompArg { Index = 0, Value = (ulong)i, Op = SeccompOperator.EqualTo }],
    });

    private static uint Run(LinuxSeccomp profile, uint arch, uint number, params ulong[] arguments)
    {
        ReadOnlySpan<ulong> program = SeccompCompiler.Compile(profile, SyscallAbi.X64).Instructions;
        BpfInterpreter.Check(program);
        return BpfInterpreter.Run(program, new SystemCall(arch, number, arguments));
    }

    private static LinuxSeccomp Profile(SeccompAction action, params List<LinuxSyscall> rules) => new() { DefaultAction = action, Syscalls = rules };

    private static LinuxSyscall Rule(params List<string> names) => new() { Names = names, Action = SeccompAction.Allow };
}
