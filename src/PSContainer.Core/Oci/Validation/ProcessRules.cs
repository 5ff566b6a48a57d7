namespace PSContainer.Oci;

/// <summary>Rules for a process.</summary>
internal static class ProcessRules
{
    public static void Check(ProcessSpec process, string path)
    {
        ArgumentNullException.ThrowIfNull(process);
        Arguments(process.Args, path);
        TextRules.CheckEnvironment(process.Env, $"{path}.env");
        if (TextRules.AbsoluteProblem(process.Cwd) is { } problem)
            throw SpecError.At("CwdInvalid", $"{path}.cwd", problem);
        TextRules.Check(process.ApparmorProfile, $"{path}.apparmorProfile");
        TextRules.Check(process.SelinuxLabel, $"{path}.selinuxLabel");
        UserRules.Check(process.User, path);
        CapabilityRules.Check(process.Capabilities, path);
        RlimitRules.Check(process.Rlimits, path);
        SchedulingRules.Check(process, path);
    }

    // Without any the process is the launcher's own init (config.md: args are required only where a program is started).
    private static void Arguments(List<string>? args, string path)
    {
        if (args is null)
            return;
        if (args is [])
            throw SpecError.At("CommandMissing", $"{path}.args", "is empty, and a process has a command");
        TextRules.CheckAll(args, $"{path}.args");
        if (args[0].Length == 0)
            throw SpecError.At("CommandMissing", $"{path}.args[0]", "is empty, and a process has a command");
    }
}
