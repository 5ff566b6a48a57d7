using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Writes a filter of system calls.</summary>
internal static class SeccompWriter
{
    public static void Seccomp(Utf8JsonWriter json, LinuxSeccomp seccomp)
    {
        json.WriteStartObject();
        json.WriteString("defaultAction"u8, Words.SeccompActions[(int)seccomp.DefaultAction]);
        json.Optional("defaultErrnoRet"u8, seccomp.DefaultErrnoRet);
        json.Optional("architectures"u8, seccomp.Architectures, static (json, arch) => json.WriteStringValue(Words.SeccompArchs[(int)arch]));
        json.Optional("flags"u8, seccomp.Flags, static (json, flag) => json.WriteStringValue(Words.SeccompFlags[(int)flag]));
        json.Optional("listenerPath"u8, seccomp.ListenerPath);
        json.Optional("listenerMetadata"u8, seccomp.ListenerMetadata);
        json.Optional("syscalls"u8, seccomp.Syscalls, Syscall);
        json.WriteEndObject();
    }

    private static void Syscall(Utf8JsonWriter json, LinuxSyscall rule)
    {
        json.WriteStartObject();
        json.Optional("names"u8, rule.Names);
        json.WriteString("action"u8, Words.SeccompActions[(int)rule.Action]);
        json.Optional("errnoRet"u8, rule.ErrnoRet);
        json.Optional("args"u8, rule.Args, Argument);
        json.WriteEndObject();
    }

    private static void Argument(Utf8JsonWriter json, LinuxSeccompArg argument)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, argument.Index);
        json.WriteNumber("value"u8, argument.Value);
        json.Optional("valueTwo"u8, argument.ValueTwo);
        json.WriteString("op"u8, Words.SeccompOperators[(int)argument.Op]);
        json.WriteEndObject();
    }
}
