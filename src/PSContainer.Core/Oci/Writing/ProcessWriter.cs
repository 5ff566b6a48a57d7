using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Writes a process.</summary>
internal static class ProcessWriter
{
    public static void Process(Utf8JsonWriter json, ProcessSpec process)
    {
        json.WriteStartObject();
        json.WhenTrue("terminal"u8, process.Terminal);
        json.Optional("consoleSize"u8, process.ConsoleSize, ConsoleSize);
        json.Optional("user"u8, process.User, User);
        json.Optional("args"u8, process.Args);
        json.Optional("env"u8, process.Env);
        json.WriteString("cwd"u8, process.Cwd);
        json.Optional("capabilities"u8, process.Capabilities, Capabilities);
        json.Optional("rlimits"u8, process.Rlimits, Rlimit);
        json.WhenTrue("noNewPrivileges"u8, process.NoNewPrivileges);
        json.Optional("apparmorProfile"u8, process.ApparmorProfile);
        json.Optional("selinuxLabel"u8, process.SelinuxLabel);
        json.Optional("oomScoreAdj"u8, process.OomScoreAdj);
        json.Optional("scheduler"u8, process.Scheduler, Scheduler);
        json.Optional("ioPriority"u8, process.IOPriority, IOPriority);
        json.Optional("execCPUAffinity"u8, process.ExecCpuAffinity, Affinity);
        json.WriteEndObject();
    }

    private static void ConsoleSize(Utf8JsonWriter json, ConsoleSize size)
    {
        json.WriteStartObject();
        json.WriteNumber("height"u8, (uint)size.Height);
        json.WriteNumber("width"u8, (uint)size.Width);
        json.WriteEndObject();
    }

    private static void User(Utf8JsonWriter json, UserSpec user)
    {
        json.WriteStartObject();
        json.WriteNumber("uid"u8, user.Uid);
        json.WriteNumber("gid"u8, user.Gid);
        json.Optional("umask"u8, user.Umask);
        json.Optional("additionalGids"u8, user.AdditionalGids, static (json, gid) => json.WriteNumberValue(gid));
        json.WriteEndObject();
    }

    private static void Capabilities(Utf8JsonWriter json, LinuxCapabilities sets)
    {
        json.WriteStartObject();
        json.Optional("bounding"u8, sets.Bounding);
        json.Optional("effective"u8, sets.Effective);
        json.Optional("inheritable"u8, sets.Inheritable);
        json.Optional("permitted"u8, sets.Permitted);
        json.Optional("ambient"u8, sets.Ambient);
        json.WriteEndObject();
    }

    private static void Rlimit(Utf8JsonWriter json, PosixRlimit limit)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, Words.Rlimits[(int)limit.Type]);
        json.WriteNumber("hard"u8, limit.Hard);
        json.WriteNumber("soft"u8, limit.Soft);
        json.WriteEndObject();
    }

    private static void Scheduler(Utf8JsonWriter json, SchedulerSpec scheduler)
    {
        json.WriteStartObject();
        json.WriteString("policy"u8, Words.SchedulerPolicies[(int)scheduler.Policy]);
        json.Optional("nice"u8, scheduler.Nice);
        json.Optional("priority"u8, scheduler.Priority);
        json.Optional("flags"u8, scheduler.Flags, static (json, flag) => json.WriteStringValue(Words.SchedulerFlags[(int)flag]));
        json.Optional("runtime"u8, scheduler.Runtime);
        json.Optional("deadline"u8, scheduler.Deadline);
        json.Optional("period"u8, scheduler.Period);
        json.WriteEndObject();
    }

    private static void IOPriority(Utf8JsonWriter json, LinuxIOPriority priority)
    {
        json.WriteStartObject();
        json.WriteString("class"u8, Words.IOPriorities[(int)priority.Class]);
        json.WriteNumber("priority"u8, priority.Priority);
        json.WriteEndObject();
    }

    private static void Affinity(Utf8JsonWriter json, CpuAffinity affinity)
    {
        json.WriteStartObject();
        json.Optional("initial"u8, affinity.Initial);
        json.Optional("final"u8, affinity.Final);
        json.WriteEndObject();
    }
}
