namespace PSContainer.Oci;

/// <summary>Rules for hooks.</summary>
internal static class HookRules
{
    public static void Check(HooksSpec? hooks)
    {
        if (hooks is null)
            return;
        Check(hooks.Prestart, "$.hooks.prestart");
        Check(hooks.CreateRuntime, "$.hooks.createRuntime");
        Check(hooks.CreateContainer, "$.hooks.createContainer");
        Check(hooks.StartContainer, "$.hooks.startContainer");
        Check(hooks.Poststart, "$.hooks.poststart");
        Check(hooks.Poststop, "$.hooks.poststop");
    }

    private static void Check(List<HookSpec>? hooks, string path)
    {
        for (int i = 0; i < (hooks?.Count ?? 0); i++)
            Check(hooks![i], $"{path}[{i}]");
    }

    private static void Check(HookSpec hook, string path)
    {
        if (TextRules.AbsoluteProblem(hook.Path) is { } problem)
            throw SpecError.At("HookPath", $"{path}.path", problem);
        TextRules.CheckAll(hook.Args, $"{path}.args");
        TextRules.CheckEnvironment(hook.Env, $"{path}.env");
        if (hook.Timeout < 1)
            throw SpecError.At("HookTimeout", $"{path}.timeout", $"is {hook.Timeout}, and must be at least 1 second");
    }
}
