namespace PSContainer.Oci;

/// <summary>Rules for limits of processor time.</summary>
internal static class CpuRules
{
    public static void Check(LinuxCpu? cpu, string path)
    {
        if (cpu is null)
            return;
        ResourceRules.AtLeastMinusOne(cpu.Quota, path, ".quota");
        ResourceRules.AtLeastMinusOne(cpu.RealtimeRuntime, path, ".realtimeRuntime");

        // 0 stands for "not given" with other runtimes; the kernel takes a millisecond to a second.
        if (cpu.Period is > 0 and < 1000 or > 1_000_000)
            throw SpecError.At("ResourceRange", $"{path}.period", $"is {cpu.Period}, and goes from 1000 to 1000000 microseconds");
        if (cpu.Idle is not (null or 0 or 1))
            throw SpecError.At("ResourceRange", $"{path}.idle", $"is {cpu.Idle}, and must be 0 or 1");
        CpuList.Check(cpu.Cpus, path, ".cpus");
        CpuList.Check(cpu.Mems, path, ".mems");
    }
}
