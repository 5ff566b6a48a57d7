using PSContainer.Errors;
using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

public sealed class SeccompErrorTests
{
    private static readonly Dictionary<string, (Action<LinuxSeccomp> Break, string Path)> s_mistakes = new()
    {
        ["unknown default action"] = (p => p.DefaultAction = (SeccompAction)99, "defaultAction"),
        ["default action that notifies"] = (p => p.DefaultAction = SeccompAction.Notify, "defaultAction"),
        ["default errno of an action without"] = (p => (p.DefaultAction, p.DefaultErrnoRet) = (SeccompAction.Kill, 1), "defaultAction"),
        ["unknown architecture"] = (p => p.Architectures = [(SeccompArch)99], "architectures"),
        ["unknown flag"] = (p => p.Flags = [(SeccompFlag)99], "flags"),
        ["flag for a listener without one"] = (p => p.Flags = [SeccompFlag.WaitKillableRecv], "flags"),
        ["unknown action"] = (p => p.Syscalls![1].Action = (SeccompAction)99, "syscalls[1]"),
        ["negative action"] = (p => p.Syscalls![1].Action = (SeccompAction)(-1), "syscalls[1]"),
        ["errno of an action without"] = (p => p.Syscalls![0].ErrnoRet = 1, "syscalls[0]"),
        ["errno too large"] = (p => p.Syscalls![1].ErrnoRet = 4096, "syscalls[1]"),
        ["trace number too large"] = (p => (p.Syscalls![1].Action, p.Syscalls[1].ErrnoRet) = (SeccompAction.Trace, 65536), "syscalls[1]"),
        ["null rule"] = (p => p.Syscalls!.Insert(0, null!), "syscalls[0]"),
        ["empty name"] = (p => p.Syscalls![1].Names.Add(""), "syscalls[1]"),
        ["null name"] = (p => p.Syscalls![1].Names.Add(null!), "syscalls[1]"),
        ["null condition"] = (p => p.Syscalls![1].Args!.Add(null!), "syscalls[1].args[1]"),
        ["argument that no call has"] = (p => p.Syscalls![1].Args![0].Index = 6, "syscalls[1].args[0].index"),
        ["argument far out"] = (p => p.Syscalls![1].Args![0].Index = uint.MaxValue, "syscalls[1].args[0].index"),
        ["unknown operator"] = (p => p.Syscalls![1].Args![0].Op = (SeccompOperator)99, "syscalls[1].args[0].op"),
        ["listener without a path"] = (p => p.Syscalls![0].Action = SeccompAction.Notify, "listenerPath"),
        ["listener for write"] =
            (p => (p.Syscalls![0].Action, p.Syscalls[0].Names, p.ListenerPath) = (SeccompAction.Notify, ["write"], "/run/a"), "syscalls[0]"),
    };

    public static TheoryData<string> Mistakes => [.. s_mistakes.Keys];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_in_a_profile_is_an_error_that_says_where_it_is(string mistake)
    {
        LinuxSeccomp profile = Profile();
        s_mistakes[mistake].Break(profile);
        Assert.Equal(64, ProfileHash.Of(profile, SyscallAbi.X64).Length);
        var error = Assert.Throws<ContainerException>(() => SeccompCompiler.Compile(profile, SyscallAbi.X64));
        Assert.Equal("Seccomp.InvalidProfile", error.ErrorId);
        Assert.Equal(ErrorKind.InvalidData, error.Kind);
        Assert.Equal(s_mistakes[mistake].Path, error.Target);
        Assert.Contains($" at {s_mistakes[mistake].Path}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_profile_without_the_mistakes_is_valid()
    {
        SeccompCheck.Validate(Profile());
        Assert.NotEmpty(SeccompCompiler.Compile(Profile(), SyscallAbi.X64).Instructions.ToArray());
    }

    [Fact]
    public void A_check_refuses_names_that_no_kernel_has_and_tells_them()
    {
        LinuxSeccomp profile = Profile();
        profile.Syscalls![0].Names.AddRange(["raed", "open", "wriet"]);
        var error = Assert.Throws<ContainerException>(() => SeccompCheck.Validate(profile));
        Assert.Contains("raed, wriet", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rules_with_the_same_conditions_and_different_actions_are_an_error(bool otherHasMore)
    {
        LinuxSeccomp profile = Profile();
        profile.Syscalls!.Add(Conditional(SeccompAction.Trap, [Is(0, 5)]));
        if (otherHasMore)
            profile.Syscalls[1].Args!.Add(Is(1, 7));
        var error = Assert.Throws<ContainerException>(() => SeccompCompiler.Compile(profile, SyscallAbi.X64));
        Assert.Equal("Seccomp.ConflictingRules", error.ErrorId);
        Assert.Contains("call 2 of amd64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_of_more_instructions_than_the_kernel_takes_is_an_error()
    {
        LinuxSeccomp profile = Profile();
        for (ulong i = 0; i < 5000; i++)
            profile.Syscalls!.Add(Conditional(SeccompAction.Allow, [Is(1, i)]));
        var error = Assert.Throws<ContainerException>(() => SeccompCompiler.Compile(profile, SyscallAbi.X64));
        Assert.Equal("Seccomp.ProfileTooLong", error.ErrorId);
    }

    private static LinuxSeccomp Profile() => new()
    {
        DefaultAction = SeccompAction.Errno,
        Syscalls = [new LinuxSyscall { Names = ["read"], Action = SeccompAction.Allow }, Conditional(SeccompAction.Errno, [Is(0, 5)])],
    };

    private static LinuxSyscall Conditional(SeccompAction action, List<LinuxSeccompArg> conditions) =>
        new() { Names = ["open"], Action = action, ErrnoRet = action == SeccompAction.Errno ? 7 : null, Args = conditions };

    private static LinuxSeccompArg Is(uint index, ulong value) => new() { Index = index, Value = value, Op = SeccompOperator.EqualTo };
}
