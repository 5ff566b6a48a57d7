using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Reads the limits of a control group.</summary>
internal static class ResourcesReader
{
    public static LinuxResources Resources(ref JsonCursor json)
    {
        var resources = new LinuxResources();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("devices"u8))
                resources.Devices = json.List(DeviceReader.Rule);
            else if (name.SequenceEqual("memory"u8))
                resources.Memory = Memory(ref json);
            else if (name.SequenceEqual("cpu"u8))
                resources.Cpu = Cpu(ref json);
            else if (name.SequenceEqual("pids"u8))
                resources.Pids = Pids(ref json);
            else if (name.SequenceEqual("blockIO"u8))
                resources.BlockIO = BlockIOReader.BlockIO(ref json);
            else if (name.SequenceEqual("hugepageLimits"u8))
                resources.HugepageLimits = json.List(MoreResourcesReader.Hugepages);
            else if (name.SequenceEqual("network"u8))
                resources.Network = MoreResourcesReader.Network(ref json);
            else if (name.SequenceEqual("rdma"u8))
                resources.Rdma = json.Map(MoreResourcesReader.Rdma);
            else if (name.SequenceEqual("unified"u8))
                resources.Unified = json.Map();
            else
                json.Skip();
        }

        return resources;
    }

    private static LinuxMemory Memory(ref JsonCursor json)
    {
        var memory = new LinuxMemory();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("limit"u8))
                memory.Limit = json.Int64();
            else if (name.SequenceEqual("reservation"u8))
                memory.Reservation = json.Int64();
            else if (name.SequenceEqual("swap"u8))
                memory.Swap = json.Int64();
            else if (name.SequenceEqual("kernel"u8))
                memory.Kernel = json.Int64();
            else if (name.SequenceEqual("kernelTCP"u8))
                memory.KernelTcp = json.Int64();
            else if (name.SequenceEqual("swappiness"u8))
                memory.Swappiness = json.UInt64();
            else if (name.SequenceEqual("disableOOMKiller"u8))
                memory.DisableOomKiller = json.Boolean();
            else if (name.SequenceEqual("useHierarchy"u8))
                memory.UseHierarchy = json.Boolean();
            else if (name.SequenceEqual("checkBeforeUpdate"u8))
                memory.CheckBeforeUpdate = json.Boolean();
            else
                json.Skip();
        }

        return memory;
    }

    private static LinuxCpu Cpu(ref JsonCursor json)
    {
        var cpu = new LinuxCpu();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("shares"u8))
                cpu.Shares = json.UInt64();
            else if (name.SequenceEqual("quota"u8))
                cpu.Quota = json.Int64();
            else if (name.SequenceEqual("burst"u8))
                cpu.Burst = json.UInt64();
            else if (name.SequenceEqual("period"u8))
                cpu.Period = json.UInt64();
            else if (name.SequenceEqual("realtimeRuntime"u8))
                cpu.RealtimeRuntime = json.Int64();
            else if (name.SequenceEqual("realtimePeriod"u8))
                cpu.RealtimePeriod = json.UInt64();
            else if (name.SequenceEqual("cpus"u8))
                cpu.Cpus = json.String();
            else if (name.SequenceEqual("mems"u8))
                cpu.Mems = json.String();
            else if (name.SequenceEqual("idle"u8))
                cpu.Idle = json.Int64();
            else
                json.Skip();
        }

        return cpu;
    }

    private static LinuxPids Pids(ref JsonCursor json)
    {
        var pids = new LinuxPids();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("limit"u8))
                pids.Limit = json.Int64();
            else
                json.Skip();
        }

        return pids;
    }
}
