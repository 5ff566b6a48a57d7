namespace PSContainer.Oci;

/// <summary>Rules for a filter of system calls.</summary>
internal static class SeccompRules
{
    private const uint MaxErrno = 4095;
    private const uint MaxArgument = 5;

    public static void Check(LinuxSeccomp seccomp, string path)
    {
        ArgumentNullException.ThrowIfNull(seccomp);
        if (seccomp.DefaultErrnoRet is { } errno)
            Errno(seccomp.DefaultAction, errno, path, ".defaultErrnoRet");
        Listener(seccomp, path);
        for (int i = 0; i < (seccomp.Syscalls?.Count ?? 0); i++)
            Rule(seccomp.Syscalls![i], path, i);
    }

    private static void Listener(LinuxSeccomp seccomp, string path)
    {
        if (seccomp.ListenerPath is not null && TextRules.AbsoluteProblem(seccomp.ListenerPath) is { } problem)
            throw SpecError.At("SeccompListener", $"{path}.listenerPath", problem);
        if (seccomp.ListenerPath is null && seccomp.ListenerMetadata is not null)
            throw SpecError.At("SeccompListener", $"{path}.listenerMetadata", "is given without a listenerPath");
        if (seccomp.DefaultAction == SeccompAction.Notify)
            throw SpecError.At("SeccompListener", $"{path}.defaultAction", "is SCMP_ACT_NOTIFY, with which the container could not even ask the listener");
        if (seccomp.ListenerPath is null && seccomp.Syscalls?.FindIndex(static rule => rule.Action == SeccompAction.Notify) is >= 0 and int rule)
            throw SpecError.At("SeccompListener", $"{path}.syscalls[{rule}].action", "is SCMP_ACT_NOTIFY, and there is no listenerPath");
    }

    private static void Rule(LinuxSyscall rule, string path, int i)
    {
        if (rule.Names is null or [] || rule.Names.Exists(string.IsNullOrEmpty))
            throw SpecError.At("SeccompNames", $"{path}.syscalls[{i}].names", "is empty or has an empty name");
        if (rule.ErrnoRet is { } errno)
            Errno(rule.Action, errno, $"{path}.syscalls[{i}]", ".errnoRet");
        if (rule.Args?.FindIndex(static argument => argument.Index > MaxArgument) is >= 0 and int a)
            throw SpecError.At("SeccompArgument", $"{path}.syscalls[{i}].args[{a}].index", $"is {rule.Args[a].Index}, and goes from 0 to {MaxArgument}");
    }

    private static void Errno(SeccompAction action, uint errno, string path, string property)
    {
        if (action is not (SeccompAction.Errno or SeccompAction.Trace))
            throw SpecError.At("SeccompErrno", path + property, $"is given, and {Words.SeccompActions[(int)action]} returns no errno");
        if (errno > (action == SeccompAction.Errno ? MaxErrno : ushort.MaxValue))
            throw SpecError.At("SeccompErrno", path + property, $"is {errno}, and an errno is at most {MaxErrno}");
    }
}
