namespace PSContainer.Oci;

/// <summary>Rules for scheduling, priorities and processors of a process.</summary>
internal static class SchedulingRules
{
    public static void Check(ProcessSpec process, string path)
    {
        if (process.OomScoreAdj is < -1000 or > 1000)
            throw SpecError.At("OomScoreRange", $"{path}.oomScoreAdj", $"is {process.OomScoreAdj}, and goes from -1000 to 1000");
        if (process.IOPriority?.Priority is < 0 or > 7)
            throw SpecError.At("IOPriorityRange", $"{path}.ioPriority.priority", $"is {process.IOPriority.Priority}, and goes from 0 to 7");
        if (process.Scheduler is { } scheduler)
            Scheduler(scheduler, $"{path}.scheduler");
        CpuList.Check(process.ExecCpuAffinity?.Initial, path, ".execCPUAffinity.initial");
        CpuList.Check(process.ExecCpuAffinity?.Final, path, ".execCPUAffinity.final");
    }

    // As sched_setattr(2) has it.
    private static void Scheduler(SchedulerSpec scheduler, string path)
    {
        SchedulerPolicy policy = scheduler.Policy;
        string word = Words.SchedulerPolicies[(int)policy];
        bool realtime = policy is SchedulerPolicy.Fifo or SchedulerPolicy.RoundRobin;
        if (policy is SchedulerPolicy.Other or SchedulerPolicy.Batch && scheduler.Nice is < -20 or > 19)
            throw SpecError.At("SchedulerInvalid", $"{path}.nice", $"is {scheduler.Nice}, and goes from -20 to 19");
        if (realtime && scheduler.Priority is null or < 1 or > 99)
            throw SpecError.At("SchedulerInvalid", $"{path}.priority", $"is {scheduler.Priority ?? 0}, and with {word} goes from 1 to 99");
        if (!realtime && scheduler.Priority is not (null or 0))
            throw SpecError.At("SchedulerInvalid", $"{path}.priority", $"is {scheduler.Priority}, and {word} has none");
        if (policy == SchedulerPolicy.Deadline)
            Deadline(scheduler, path);
        if (policy != SchedulerPolicy.Deadline && ((scheduler.Runtime ?? 0) | (scheduler.Deadline ?? 0) | (scheduler.Period ?? 0)) != 0)
            throw SpecError.At("SchedulerInvalid", path, $"has a runtime, deadline or period, and {word} has none");
    }

    // __checkparam_dl of the kernel's deadline.c: a period of 0 is as long as the deadline. The sentences are those of crun.
    private static void Deadline(SchedulerSpec scheduler, string path)
    {
        const ulong LeastRuntime = 1 << 10;
        const string subject = "cannot be: sched_setattr: `SCHED_DEADLINE`";
        if (scheduler.Runtime is not { } runtime)
            throw SpecError.At("SchedulerInvalid", path, $"{subject} requires `runtime`");
        if (scheduler.Deadline is not { } deadline)
            throw SpecError.At("SchedulerInvalid", path, $"{subject} requires `deadline`");
        if (runtime == 0)
            throw SpecError.At("SchedulerInvalid", path, $"{subject} runtime must be greater than 0");
        if (runtime is < LeastRuntime or > long.MaxValue)
            throw SpecError.At("SchedulerInvalid", path, $"{subject} runtime {runtime} must be between {LeastRuntime} and {long.MaxValue}");
        if (runtime > deadline)
            throw SpecError.At("SchedulerInvalid", path, $"{subject} runtime {runtime} must be <= deadline {deadline}");
        if (scheduler.Period is > 0 and { } period && deadline > period)
            throw SpecError.At("SchedulerInvalid", path, $"{subject} deadline {deadline} must be <= period {period}");
    }
}
