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

    /// <summary>Notes what a rule means for a call's other way, without the conditions, which cannot be tested there.</summary>
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
            if (carried.Call.Exists)
                Add(carried.Call.Carrier, carried.Action, [carried.Call.Test], isDerived: !carried.IsDecided);
        }
    }
}
