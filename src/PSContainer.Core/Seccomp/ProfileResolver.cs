using PSContainer.Oci;

namespace PSContainer.Seccomp;

/// <summary>Checks a profile and looks up its names.</summary>
/// <remarks>
/// As with runc and crun: a rule that says what the default says is no rule; a name that no kernel has is passed over, since
/// the profile may be made for a newer one (<see cref="SeccompCheck"/> tells them); and where two conditions of one rule are
/// about the same argument, each is a rule of its own, so that one of them is enough.
/// </remarks>
internal static class ProfileResolver
{
    private const int MaxArguments = 6;

    public static ResolvedProfile Resolve(LinuxSeccomp profile)
    {
        // A filter that asks a listener about everything would ask about the calls that bring it the listener.
        if (profile.DefaultAction == SeccompAction.Notify)
            throw SeccompError.Invalid(-1, "SCMP_ACT_NOTIFY cannot be used as default action");
        var resolved = new ResolvedProfile(SeccompReturn.From(profile.DefaultAction, profile.DefaultErrnoRet, -1));
        List<LinuxSyscall> rules = profile.Syscalls ?? [];
        for (int i = 0; i < rules.Count; i++)
            Add(resolved, rules[i] ?? throw SeccompError.Invalid(i, "the rule is null"), i);
        return resolved;
    }

    private static void Add(ResolvedProfile resolved, LinuxSyscall rule, int index)
    {
        uint action = SeccompReturn.From(rule.Action, rule.ErrnoRet, index);
        int first = resolved.Rules.Length;
        AddRules(resolved, action, rule.Args, index);
        int count = resolved.Rules.Length - first;
        bool isNotify = action == SeccompReturn.Notify && rule.Names.Count > 0;
        resolved.UsesListener |= isNotify;
        foreach (string name in rule.Names)
        {
            if (string.IsNullOrEmpty(name))
                throw SeccompError.Invalid(index, "the name of a system call is empty");
            if (isNotify && name == "write")
                throw SeccompError.Invalid(index, "SCMP_ACT_NOTIFY cannot be used for the write syscall");
            int id = SyscallTable.Find(name);
            if (id != 0)
                resolved.AddCall(new((short)id, MultiplexedCall.Find(name, id), first, count));
        }
    }

    private static void AddRules(ResolvedProfile resolved, uint action, List<LinuxSeccompArg>? conditions, int index)
    {
        if (conditions is null || conditions.Count == 0)
        {
            resolved.AddRule(action, []);
            return;
        }

        var tests = new ArgumentTest[conditions.Count];
        for (int i = 0; i < tests.Length; i++)
            tests[i] = Test(conditions[i], index, i);
        if (HaveOneArgumentTwice(tests))
        {
            for (int i = 0; i < tests.Length; i++)
                resolved.AddRule(action, tests.AsSpan(i, 1));
            return;
        }

        Array.Sort(tests, static (a, b) => a.Argument - b.Argument);
        resolved.AddRule(action, tests);
    }

    private static ArgumentTest Test(LinuxSeccompArg? condition, int rule, int index)
    {
        if (condition is null)
            throw SeccompError.Invalid($"syscalls[{rule}].args[{index}]", "the condition is null");
        if (condition.Index >= MaxArguments)
            throw SeccompError.Invalid($"syscalls[{rule}].args[{index}].index", $"a system call has arguments 0 to 5, not {condition.Index}");
        if (condition.Op is < SeccompOperator.NotEqual or > SeccompOperator.MaskedEqual)
            throw SeccompError.Invalid($"syscalls[{rule}].args[{index}].op", $"the operator {condition.Op} is unknown");
        return condition.Op == SeccompOperator.MaskedEqual
            ? new((int)condition.Index, condition.Op, condition.ValueTwo ?? 0, condition.Value)
            : new((int)condition.Index, condition.Op, condition.Value);
    }

    private static bool HaveOneArgumentTwice(ReadOnlySpan<ArgumentTest> tests)
    {
        int seen = 0;
        foreach (ref readonly ArgumentTest test in tests)
        {
            int bit = 1 << test.Argument;
            if ((seen & bit) != 0)
                return true;
            seen |= bit;
        }

        return false;
    }
}
