namespace PSContainer.Seccomp;

internal sealed partial class AbiRules
{
    // Selectors of ipc are below this; those of socketcall come before them in the table.
    private const int SelectorsEach = 32;

    private struct Carried
    {
        public MultiplexedCall Call;
        public uint Action;
        public bool IsDecided;
    }

    private Carried[]? _carried;

    /// <summary>Notes what rules mean for a call's other way, where conditions cannot be tested.</summary>
    private void AddCarried(ResolvedProfile profile, ResolvedProfile.Call call)
    {
        _last = Math.Max(_last, call.Multiplexed.Carrier);
        foreach (ref readonly ResolvedProfile.Rule rule in profile.Rules.Slice(call.FirstRule, call.RuleCount))
            AddCarried(call.Multiplexed, rule.Action, always: Narrow(profile.TestsOf(rule)).IsEmpty);
    }

    private void AddCarried(MultiplexedCall call, uint action, bool always)
    {
        _carried ??= new Carried[2 * SelectorsEach];
        ref Carried carried = ref _carried[call.Selector + (call.IsIpc ? SelectorsEach : 0)];
        if (carried.IsDecided)
            return;
        uint least = carried.Call.Exists ? carried.Action : _default;
        if (always || SeccompReturn.IsStricter(action, least))
            carried = new Carried { Call = call, Action = action, IsDecided = always };
    }

    private void AddCarriers()
    {
        foreach (Carried carried in _carried ?? [])
        {
            int number = carried.Call.Carrier;
            ref Slot slot = ref _slots[number];
            if (carried.Call.Exists && !slot.IsDecided)
                Insert(number, ref slot, carried.Action, [carried.Call.Test.For(_abi.IsWide())], isDerived: !carried.IsDecided);
        }
    }
}
