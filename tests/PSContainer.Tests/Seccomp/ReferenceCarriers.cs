using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

/// <summary>What a profile means for calls through i386's socketcall and ipc, whose arguments a filter cannot see.</summary>
internal static class ReferenceCarriers
{
    public static IEnumerable<(uint Action, LinuxSeccompArg Condition)> RulesFor(LinuxSeccomp profile, uint carrier, uint otherwise)
    {
        foreach (IGrouping<byte, (byte Selector, LinuxSyscall Rule)> call in Carried(profile, carrier).GroupBy(c => c.Selector))
        {
            uint? action = Action([.. call.Select(c => c.Rule)], otherwise);
            if (action is not null)
                yield return (action.Value, Condition(carrier, call.Key));
        }
    }

    private static IEnumerable<(byte Selector, LinuxSyscall Rule)> Carried(LinuxSeccomp profile, uint carrier) =>
        from rule in profile.Syscalls ?? []
        from name in rule.Names
        let call = MultiplexedCall.Find(name, SyscallTable.Find(name))
        where call.Exists && call.Carrier == carrier
        select (call.Selector, rule);

    private static uint? Action(List<LinuxSyscall> rules, uint otherwise)
    {
        List<(uint Action, bool Always)> known = [.. rules
            .Select(r => (Action: SeccompReturn.From(r.Action, r.ErrnoRet, 0), Always: IsAlways(r)))
            .Where(r => r.Action != otherwise)];
        if (known.Any(r => r.Always))
            return known.First(r => r.Always).Action;
        List<uint> stricter = [.. known.Select(r => r.Action).Where(a => Rank(a) < Rank(otherwise)).OrderBy(Rank)];
        return stricter.Count == 0 ? null : stricter[0];
    }

    private static bool IsAlways(LinuxSyscall rule)
    {
        List<LinuxSeccompArg> conditions = rule.Args ?? [];
        bool isTwice = conditions.GroupBy(c => c.Index).Any(g => g.Count() > 1);
        return isTwice ? conditions.Any(IsEmpty) : conditions.All(IsEmpty);
    }

    private static bool IsEmpty(LinuxSeccompArg c) => c.Op == SeccompOperator.MaskedEqual && (uint)c.Value == 0;

    private static int Rank(uint action) => (int)(action & 0xFFFF0000);

    private static LinuxSeccompArg Condition(uint carrier, int selector) => carrier == 117
        ? new() { Op = SeccompOperator.MaskedEqual, Value = 0xFFFF, ValueTwo = (ulong)selector }
        : new() { Op = SeccompOperator.EqualTo, Value = (ulong)selector };
}
