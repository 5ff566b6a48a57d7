using PSContainer.Oci;

namespace PSContainer.Tests.Seccomp;

/// <summary>Profiles with several rules about one call, <c>read</c>, which are forbidden by default.</summary>
internal static class Precedence
{
    private static readonly ulong[] s_values = [0, 1, 2, 3, 5, 7, 8, 9, 0x100000000, 0x100000005, ulong.MaxValue];

    private static readonly Dictionary<string, LinuxSyscall[]> s_profiles = new()
    {
        ["the first rule without conditions wins"] = [Rule(SeccompAction.Log), Rule(SeccompAction.Trap)],
        ["a rule without conditions wins over one before it"] = [Rule(SeccompAction.Log, Equal(0, 1)), Rule(SeccompAction.Trap)],
        ["a rule without conditions wins over one after it"] = [Rule(SeccompAction.Trap), Rule(SeccompAction.Log, Equal(0, 1))],
        ["several rules are alternatives"] = [Rule(SeccompAction.Log, Equal(0, 1)), Rule(SeccompAction.Log, Equal(0, 5))],
        ["a higher argument is asked first"] = [Rule(SeccompAction.Log, Equal(0, 1)), Rule(SeccompAction.Trap, Equal(1, 2))],
        ["the order of the profile does not matter"] = [Rule(SeccompAction.Trap, Equal(1, 2)), Rule(SeccompAction.Log, Equal(0, 1))],
        ["equality is asked before bounds"] =
            [Rule(SeccompAction.Log, Bound(0, SeccompOperator.GreaterThan, 3)), Rule(SeccompAction.Trap, Equal(0, 5))],
        ["the narrower lower bound is asked first"] =
        [
            Rule(SeccompAction.Log, Bound(0, SeccompOperator.GreaterEqual, 2)), Rule(SeccompAction.Trap, Bound(0, SeccompOperator.GreaterEqual, 8)),
        ],
        ["the wider rule that is there already stays"] =
            [Rule(SeccompAction.Log, Equal(0, 1)), Rule(SeccompAction.Trap, Equal(0, 1), Equal(1, 2))],
        ["two conditions on one argument are alternatives"] = [Rule(SeccompAction.Log, Equal(0, 1), Equal(0, 5))],
        ["conditions on several arguments must all hold"] =
            [Rule(SeccompAction.Log, Equal(0, 1), Bound(1, SeccompOperator.NotEqual, 2), Bound(2, SeccompOperator.LessThan, 0x100000005))],
        ["a rule that says what the default says is none"] = [Rule(SeccompAction.Errno), Rule(SeccompAction.Log, Equal(0, 1))],
        ["an empty mask is no condition"] = [Rule(SeccompAction.Log, Masked(0, 0, 1)), Rule(SeccompAction.Trap, Equal(0, 1))],
        ["a masked value is masked too"] = [Rule(SeccompAction.Log, Masked(0, 0x100000001, 0xFF00000005))],
    };

    public static TheoryData<string> Cases => [.. s_profiles.Keys];

    public static LinuxSeccomp Profile(string name) => new()
    {
        DefaultAction = SeccompAction.Errno,
        Architectures = [SeccompArch.X64, SeccompArch.X86, SeccompArch.X32, SeccompArch.AArch64, SeccompArch.Arm],
        Syscalls = [.. s_profiles[name]],
    };

    public static IEnumerable<SystemCall> Calls =>
        from machine in (IEnumerable<(uint Arch, uint Read)>)[(0xC000003E, 0), (0xC000003E, 0x40000000), (0x40000003, 3), (0xC00000B7, 63), (0x40000028, 3)]
        from first in s_values
        from second in s_values
        from third in s_values
        select new SystemCall(machine.Arch, machine.Read, first, second, third);

    private static LinuxSyscall Rule(SeccompAction action, params List<LinuxSeccompArg> conditions) =>
        new() { Names = ["read"], Action = action, Args = conditions };

    private static LinuxSeccompArg Equal(uint index, ulong value) => Bound(index, SeccompOperator.EqualTo, value);

    private static LinuxSeccompArg Bound(uint index, SeccompOperator comparison, ulong value) => new() { Index = index, Op = comparison, Value = value };

    private static LinuxSeccompArg Masked(uint index, ulong mask, ulong value) =>
        new() { Index = index, Op = SeccompOperator.MaskedEqual, Value = mask, ValueTwo = value };
}
