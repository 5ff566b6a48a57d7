using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

/// <summary>What a profile means for one call, worked out the simple way: the measure of what the compiler makes of it.</summary>
internal static class Reference
{
    private const uint X32Bit = 0x40000000;

    private sealed record Rule(uint Action, List<LinuxSeccompArg> Conditions);

    public static uint Evaluate(LinuxSeccomp profile, SyscallAbi native, SystemCall call)
    {
        SyscallAbi? abi = AbiOf(call);
        if (abi is null || !IsListed(profile, native, abi.Value))
        {
            bool isSkipped = call.Number == uint.MaxValue && call.Arch == 0xC000003E && IsListed(profile, native, SyscallAbi.X64);
            if (!isSkipped)
                return SeccompReturn.KillThread;
            abi = SyscallAbi.X64;
        }

        uint otherwise = SeccompReturn.From(profile.DefaultAction, profile.DefaultErrnoRet, -1);
        if (!SeccompReturn.IsPermissive(otherwise) && call.Number > Newest(profile, abi.Value))
            return 0x00050000 | 38;
        return Decide(RulesFor(profile, abi.Value, call.Number, otherwise), abi.Value, call) ?? otherwise;
    }

    private static SyscallAbi? AbiOf(SystemCall call) => call.Arch switch
    {
        0xC000003E => call.Number >= X32Bit ? SyscallAbi.X32 : SyscallAbi.X64,
        0x40000003 => SyscallAbi.X86,
        0xC00000B7 => SyscallAbi.Arm64,
        0x40000028 => SyscallAbi.Arm,
        _ => null,
    };

    private static bool IsListed(LinuxSeccomp profile, SyscallAbi native, SyscallAbi abi) =>
        abi == native || (profile.Architectures ?? []).Any(a => a.ToAbi() == abi);

    private static uint Newest(LinuxSeccomp profile, SyscallAbi abi)
    {
        IEnumerable<long> numbers = (profile.Syscalls ?? []).SelectMany(s => s.Names).SelectMany(n => NumbersOf(n, abi));
        return (uint)numbers.DefaultIfEmpty(uint.MaxValue).Max();
    }

    private static IEnumerable<long> NumbersOf(string name, SyscallAbi abi)
    {
        int own = SyscallTable.Number(name, abi);
        if (own >= 0)
            yield return (uint)own | (abi == SyscallAbi.X32 ? X32Bit : 0);
        MultiplexedCall multiplexed = MultiplexedCall.Find(name, SyscallTable.Find(name));
        if (abi == SyscallAbi.X86 && multiplexed.Exists)
            yield return multiplexed.Carrier;
    }

    private static List<Rule> RulesFor(LinuxSeccomp profile, SyscallAbi abi, uint number, uint otherwise)
    {
        var rules = new List<Rule>();
        foreach (LinuxSyscall syscall in profile.Syscalls ?? [])
        {
            uint action = SeccompReturn.From(syscall.Action, syscall.ErrnoRet, 0);
            if (action == otherwise)
                continue;
            foreach (string name in syscall.Names.Where(n => IsCalled(n, abi, number)))
                rules.AddRange(Alternatives(syscall).Select(c => new Rule(action, c)));
        }

        if (abi == SyscallAbi.X86)
            rules.AddRange(ReferenceCarriers.RulesFor(profile, number, otherwise).Select(r => new Rule(r.Action, [r.Condition])));
        return rules;
    }

    private static bool IsCalled(string name, SyscallAbi abi, uint number)
    {
        int own = SyscallTable.Number(name, abi);
        return own >= 0 && ((uint)own | (abi == SyscallAbi.X32 ? X32Bit : 0)) == number;
    }

    // Two conditions on one argument: each is a rule of its own.
    private static IEnumerable<List<LinuxSeccompArg>> Alternatives(LinuxSyscall syscall)
    {
        List<LinuxSeccompArg> all = syscall.Args ?? [];
        bool isTwice = all.GroupBy(a => a.Index).Any(g => g.Count() > 1);
        return isTwice ? all.Select(a => new List<LinuxSeccompArg> { a }) : [[.. all.OrderBy(a => a.Index)]];
    }

    private static uint? Decide(List<Rule> rules, SyscallAbi abi, SystemCall call)
    {
        bool wide = abi is SyscallAbi.X64 or SyscallAbi.Arm64;
        List<Rule> seen = [.. rules.Select(r => r with { Conditions = [.. r.Conditions.Where(c => !IsEmpty(c, wide))] })];
        Rule? always = seen.FirstOrDefault(r => r.Conditions.Count == 0);
        return (always ?? InOrder(seen, wide).FirstOrDefault(r => r.Conditions.All(c => Holds(c, wide, call))))?.Action;
    }

    private static List<Rule> InOrder(List<Rule> rules, bool wide)
    {
        var ordered = new List<Rule>();
        foreach (Rule rule in rules)
        {
            int next = ordered.FindIndex(r => ReferenceOrder.Compare(rule.Conditions, r.Conditions, wide) < 0);
            ordered.Insert(next < 0 ? ordered.Count : next, rule);
        }

        return ordered;
    }

    private static bool IsEmpty(LinuxSeccompArg c, bool wide) =>
        c.Op == SeccompOperator.MaskedEqual && (wide ? c.Value : (uint)c.Value) == 0;

    private static bool Holds(LinuxSeccompArg c, bool wide, SystemCall call)
    {
        ulong all = wide ? ulong.MaxValue : uint.MaxValue;
        ulong argument = call.Argument((int)c.Index) & all;
        ulong value = c.Value & all;
        return c.Op switch
        {
            SeccompOperator.NotEqual => argument != value,
            SeccompOperator.LessThan => argument < value,
            SeccompOperator.LessEqual => argument <= value,
            SeccompOperator.EqualTo => argument == value,
            SeccompOperator.GreaterEqual => argument >= value,
            SeccompOperator.GreaterThan => argument > value,
            _ => (argument & value) == ((c.ValueTwo ?? 0) & value),
        };
    }
}
