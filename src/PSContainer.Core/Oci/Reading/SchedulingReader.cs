using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Reads how a process shares the machine: scheduler, priorities, processors, memory pressure.</summary>
internal static class SchedulingReader
{
    /// <summary>Reads the property if it is one of these.</summary>
    public static bool Property(ProcessSpec process, ReadOnlySpan<byte> name, ref JsonCursor json)
    {
        if (name.SequenceEqual("oomScoreAdj"u8))
            process.OomScoreAdj = json.Int32();
        else if (name.SequenceEqual("scheduler"u8))
            process.Scheduler = Scheduler(ref json);
        else if (name.SequenceEqual("ioPriority"u8))
            process.IOPriority = IOPriority(ref json);
        else if (name.SequenceEqual("execCPUAffinity"u8))
            process.ExecCpuAffinity = Affinity(ref json);
        else
            return false;
        return true;
    }

    private static SchedulerSpec Scheduler(ref JsonCursor json)
    {
        var scheduler = new SchedulerSpec();
        int? policy = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("policy"u8))
                policy = json.Word(Words.SchedulerPolicies);
            else if (name.SequenceEqual("nice"u8))
                scheduler.Nice = json.Int32();
            else if (name.SequenceEqual("priority"u8))
                scheduler.Priority = json.Int32();
            else if (name.SequenceEqual("flags"u8))
                scheduler.Flags = json.List(static (ref j) => (SchedulerFlag)j.Word(Words.SchedulerFlags));
            else if (name.SequenceEqual("runtime"u8))
                scheduler.Runtime = json.UInt64();
            else if (name.SequenceEqual("deadline"u8))
                scheduler.Deadline = json.UInt64();
            else if (name.SequenceEqual("period"u8))
                scheduler.Period = json.UInt64();
            else
                json.Skip();
        }

        scheduler.Policy = (SchedulerPolicy)json.Required(policy, "policy");
        return scheduler;
    }

    private static LinuxIOPriority IOPriority(ref JsonCursor json)
    {
        int? level = null, kind = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("class"u8))
                kind = json.Word(Words.IOPriorities);
            else if (name.SequenceEqual("priority"u8))
                level = json.Int32();
            else
                json.Skip();
        }

        // The text of the specification requires the priority, its schema and Go types do not.
        return new LinuxIOPriority { Class = (IOPriorityClass)json.Required(kind, "class"), Priority = level ?? 0 };
    }

    private static CpuAffinity Affinity(ref JsonCursor json)
    {
        var affinity = new CpuAffinity();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("initial"u8))
                affinity.Initial = json.String();
            else if (name.SequenceEqual("final"u8))
                affinity.Final = json.String();
            else
                json.Skip();
        }

        return affinity;
    }
}
