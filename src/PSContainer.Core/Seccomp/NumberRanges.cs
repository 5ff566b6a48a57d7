namespace PSContainer.Seccomp;

/// <summary>The line of all call numbers of one machine architecture, cut where what happens to them changes.</summary>
internal sealed class NumberRanges
{
    private Range[] _items = new Range[128];

    /// <summary>Numbers from <c>Start</c> to the next range: an action, or with a node, rules with conditions.</summary>
    internal readonly record struct Range(uint Start, uint Action, AbiRules? Rules, int Node)
    {
        public bool HasOutcomeOf(in Range other) => Action == other.Action && Rules == other.Rules && Node == other.Node;
    }

    public int Count { get; private set; }

    public ref readonly Range this[int index] => ref _items[index];

    /// <summary>Begins a range, which is above all others, unless it only continues the one before.</summary>
    public void Add(uint start, uint action, AbiRules? rules = null, int node = 0)
    {
        var range = new Range(start, action, rules, node);
        if (Count > 0 && _items[Count - 1].HasOutcomeOf(range))
            return;
        if (Count == _items.Length)
            Array.Resize(ref _items, 2 * Count);
        _items[Count++] = range;
    }

    /// <summary>The first number after a range.</summary>
    public ulong EndOf(int index) => index + 1 < Count ? _items[index + 1].Start : 1UL << 32;
}
