using System.Runtime.InteropServices;

namespace PSContainer.Seccomp;

/// <summary>A profile in numbers: names looked up, words checked. Nothing in it is about one interface yet.</summary>
internal sealed class ResolvedProfile(uint defaultAction)
{
    /// <summary>An action and the conditions under which it is taken, all of which must hold; none is "always".</summary>
    internal readonly record struct Rule(uint Action, int FirstTest, int TestCount);

    /// <summary>A call that the profile names, by its id, and its rules; none where they all say what the default says.</summary>
    internal readonly record struct Call(short Id, MultiplexedCall Multiplexed, int FirstRule, int RuleCount);

    private readonly List<Call> _calls = new(448);
    private readonly List<Rule> _rules = new(64);
    private readonly List<ArgumentTest> _tests = new(16);

    /// <summary>What happens to a call that no rule is about.</summary>
    public uint DefaultAction { get; } = defaultAction;

    /// <summary>Whether a rule asks a listener.</summary>
    public bool UsesListener { get; set; }

    public ReadOnlySpan<Call> Calls => CollectionsMarshal.AsSpan(_calls);

    public ReadOnlySpan<Rule> Rules => CollectionsMarshal.AsSpan(_rules);

    public ReadOnlySpan<ArgumentTest> TestsOf(in Rule rule) => CollectionsMarshal.AsSpan(_tests).Slice(rule.FirstTest, rule.TestCount);

    public void AddCall(Call call) => _calls.Add(call);

    /// <summary>Adds a rule, unless it says what the default says.</summary>
    public void AddRule(uint action, ReadOnlySpan<ArgumentTest> tests)
    {
        if (action == DefaultAction)
            return;
        _rules.Add(new Rule(action, _tests.Count, tests.Length));
        _tests.AddRange(tests);
    }
}
