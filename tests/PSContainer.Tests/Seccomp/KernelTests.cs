using System.Globalization;
using System.Runtime.InteropServices;
using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

/// <summary>Filters on the kernel of this machine.</summary>
public sealed class KernelTests(KernelProbe probe) : IClassFixture<KernelProbe>
{
    private const string BadSystemCall = "signal 31";
    private const string GetPriority = "64:140";
    private const string GetPgid = "64:121";

    [Theory]
    [InlineData(SeccompAction.Errno, 33u, "-33")]
    [InlineData(SeccompAction.Errno, null, "-1")]
    [InlineData(SeccompAction.Kill, null, BadSystemCall)]
    [InlineData(SeccompAction.KillThread, null, BadSystemCall)]
    [InlineData(SeccompAction.KillProcess, null, BadSystemCall)]
    [InlineData(SeccompAction.Trap, null, BadSystemCall)]
    [InlineData(SeccompAction.Trace, 5u, "-38")]
    [InlineData(SeccompAction.Log, null, "20")]
    public void An_action_does_what_it_says(SeccompAction action, uint? errno, string expected)
    {
        LinuxSeccomp profile = Profile(SeccompAction.Allow, new LinuxSyscall { Names = ["getpriority"], Action = action, ErrnoRet = errno });
        Assert.Equal([expected], Call(profile, GetPriority));
    }

    [Theory]
    [InlineData(SeccompOperator.NotEqual)]
    [InlineData(SeccompOperator.LessThan)]
    [InlineData(SeccompOperator.LessEqual)]
    [InlineData(SeccompOperator.EqualTo)]
    [InlineData(SeccompOperator.GreaterEqual)]
    [InlineData(SeccompOperator.GreaterThan)]
    [InlineData(SeccompOperator.MaskedEqual)]
    public void An_operator_compares_all_64_bits(SeccompOperator comparison)
    {
        var condition = new LinuxSeccompArg { Index = 1, Value = 0x100000005, ValueTwo = 0x100000001, Op = comparison };
        var rule = new LinuxSyscall { Names = ["getpgid"], Action = SeccompAction.Errno, ErrnoRet = 40, Args = [condition] };
        LinuxSeccomp profile = Profile(SeccompAction.Allow, rule);
        ulong[] values = [0, 1, 4, 5, 6, 0x100000001, 0x100000004, 0x100000005, 0x100000006, 0x200000005, ulong.MaxValue];
        string[] results = Call(profile, [.. values.Select(v => $"{GetPgid}:0:{v.ToString(CultureInfo.InvariantCulture)}")]);
        Assert.Equal(values.Select(v => Holds(comparison, v)), results.Select(r => r == "-40"));
    }

    [Fact]
    public void A_call_newer_than_the_profile_fails_with_ENOSYS_and_another_as_the_default_says()
    {
        LinuxSeccomp profile = Profile(SeccompAction.Errno, Allow("exit_group", "getpgid"));
        // getrandom, with nothing to fill, works without a filter.
        Assert.Equal(["0"], Call(Profile(SeccompAction.Allow), "64:318:0:0:0"));
        Assert.Equal(["-38", "-1"], Call(profile, "64:318:0:0:0", GetPriority));
    }

    [Fact]
    public void A_call_of_x32_kills_where_x32_is_not_listed() => Assert.Equal([BadSystemCall], Call(Profile(SeccompAction.Allow), "64:0x40000027"));

    [Fact]
    public void A_call_of_i386_kills_where_it_is_not_listed_and_obeys_the_rules_where_it_is()
    {
        LinuxSeccomp profile = Profile(SeccompAction.Allow, new LinuxSyscall { Names = ["getpgid"], Action = SeccompAction.Errno, ErrnoRet = 40 });
        Assert.Equal([BadSystemCall], Call(profile, "32:20"));
        profile.Architectures = [SeccompArch.X86];
        string[] results = Call(profile, "32:20", "32:132");
        Assert.SkipWhen(results[0] == "signal 11", "This kernel has no system calls of i386.");
        Assert.Equal("-40", results[1]);
        Assert.True(int.Parse(results[0], CultureInfo.InvariantCulture) > 0);
    }

    [Fact]
    public void The_default_profile_lets_programs_live_and_keeps_them_from_the_rest()
    {
        LinuxSeccomp profile = DefaultProfile.Create([], SyscallAbis.Native);
        string[] results = Call(
            profile, "64:39", "64:135:0xffffffff", "64:135:1", "64:41:2:1:0", "64:41:16:3:9", "64:321", "64:248", "64:161", "64:175", "64:462:1");
        Assert.True(int.Parse(results[0], CultureInfo.InvariantCulture) > 0);
        Assert.Equal("0", results[1]);
        Assert.True(int.Parse(results[3], CultureInfo.InvariantCulture) > 0);
        // personality, an audit socket, bpf, add_key, chroot, init_module, mseal.
        Assert.Equal(["-38", "-22", "-1", "-38", "-1", "-1", "-38"], [results[2], .. results[4..]]);
    }

    [Fact]
    public void A_filter_as_long_as_can_be_is_loaded()
    {
        LinuxSyscall[] rules = [.. Enumerable.Range(0, 800).Select(i => new LinuxSyscall
        {
            Names = ["getpgid"],
            Action = SeccompAction.Errno,
            ErrnoRet = 40,
            Args = [new LinuxSeccompArg { Index = 1, Value = (ulong)i, Op = SeccompOperator.EqualTo }],
        })];
        Assert.Equal(["-40", "-40"], Call(Profile(SeccompAction.Allow, rules), $"{GetPgid}:0:0", $"{GetPgid}:0:799"));
    }

    private string[] Call(LinuxSeccomp profile, params string[] calls)
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "The numbers in these tests are those of x86-64.");
        return probe.Call(SeccompCompiler.Compile(profile, SyscallAbis.Native), calls);
    }

    private static bool Holds(SeccompOperator comparison, ulong value) => comparison switch
    {
        SeccompOperator.NotEqual => value != 0x100000005,
        SeccompOperator.LessThan => value < 0x100000005,
        SeccompOperator.LessEqual => value <= 0x100000005,
        SeccompOperator.EqualTo => value == 0x100000005,
        SeccompOperator.GreaterEqual => value >= 0x100000005,
        SeccompOperator.GreaterThan => value > 0x100000005,
        _ => (value & 0x100000005) == 0x100000001,
    };

    private static LinuxSeccomp Profile(SeccompAction action, params LinuxSyscall[] rules) => new() { DefaultAction = action, Syscalls = [.. rules] };

    private static LinuxSyscall Allow(params List<string> names) => new() { Names = names, Action = SeccompAction.Allow };
}
