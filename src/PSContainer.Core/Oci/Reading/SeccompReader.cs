using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Reads a filter of system calls.</summary>
internal static class SeccompReader
{
    public static LinuxSeccomp Seccomp(ref JsonCursor json)
    {
        var seccomp = new LinuxSeccomp();
        int? action = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("defaultAction"u8))
                action = json.Word(Words.SeccompActions);
            else if (name.SequenceEqual("defaultErrnoRet"u8))
                seccomp.DefaultErrnoRet = json.UInt32();
            else if (name.SequenceEqual("architectures"u8))
                seccomp.Architectures = json.List(static (ref j) => (SeccompArch)j.Word(Words.SeccompArchs));
            else if (name.SequenceEqual("flags"u8))
                seccomp.Flags = json.List(static (ref j) => (SeccompFlag)j.Word(Words.SeccompFlags));
            else if (name.SequenceEqual("listenerPath"u8))
                seccomp.ListenerPath = json.String();
            else if (name.SequenceEqual("listenerMetadata"u8))
                seccomp.ListenerMetadata = json.String();
            else if (name.SequenceEqual("syscalls"u8))
                seccomp.Syscalls = json.List(Syscall);
            else
                json.Skip();
        }

        seccomp.DefaultAction = (SeccompAction)json.Required(action, "defaultAction");
        return seccomp;
    }

    private static LinuxSyscall Syscall(ref JsonCursor json)
    {
        var rule = new LinuxSyscall();
        List<string>? names = null;
        int? action = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("names"u8))
                names = json.Strings();
            else if (name.SequenceEqual("action"u8))
                action = json.Word(Words.SeccompActions);
            else if (name.SequenceEqual("errnoRet"u8))
                rule.ErrnoRet = json.UInt32();
            else if (name.SequenceEqual("args"u8))
                rule.Args = json.List(Argument);
            else if (name.SequenceEqual("includes"u8) || name.SequenceEqual("excludes"u8))
                RefuseConditions(ref json);
            else
                json.Skip();
        }

        rule.Names = json.Required(names, "names");
        rule.Action = (SeccompAction)json.Required(action, "action");
        return rule;
    }

    // Docker's and Podman's templates look like profiles. To ignore their conditions would allow what they meant to deny.
    private static void RefuseConditions(ref JsonCursor json)
    {
        json.BeginObject();
        if (json.NextEntry(out _))
            throw json.Invalid("absent: conditions are for the profile templates of Docker and Podman, and are no part of an OCI profile");
    }

    public static LinuxSeccompArg Argument(ref JsonCursor json)
    {
        var argument = new LinuxSeccompArg();
        uint? index = null;
        ulong? value = null;
        int? op = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("index"u8))
                index = json.UInt32();
            else if (name.SequenceEqual("value"u8))
                value = json.UInt64();
            else if (name.SequenceEqual("valueTwo"u8))
                argument.ValueTwo = json.UInt64();
            else if (name.SequenceEqual("op"u8))
                op = json.Word(Words.SeccompOperators);
            else
                json.Skip();
        }

        argument.Index = json.Required(index, "index");
        argument.Value = json.Required(value, "value");
        argument.Op = (SeccompOperator)json.Required(op, "op");
        return argument;
    }
}
