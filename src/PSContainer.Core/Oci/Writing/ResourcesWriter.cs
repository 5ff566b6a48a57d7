using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Writes the limits of a control group.</summary>
internal static class ResourcesWriter
{
    public static void Resources(Utf8JsonWriter json, LinuxResources resources)
    {
        json.WriteStartObject();
        json.Optional("devices"u8, resources.Devices, DeviceRule);
        json.Optional("memory"u8, resources.Memory, Memory);
        json.Optional("cpu"u8, resources.Cpu, Cpu);
        json.Optional("pids"u8, resources.Pids, Pids);
        json.Optional("blockIO"u8, resources.BlockIO, BlockIOWriter.BlockIO);
        json.Optional("hugepageLimits"u8, resources.HugepageLimits, Hugepages);
        json.Optional("network"u8, resources.Network, Network);
        json.Optional("rdma"u8, resources.Rdma, Rdma);
        json.Optional("unified"u8, resources.Unified);
        json.WriteEndObject();
    }

    private static void DeviceRule(Utf8JsonWriter json, LinuxDeviceCgroup rule)
    {
        json.WriteStartObject();
        json.WriteBoolean("allow"u8, rule.Allow);
        json.Optional("type"u8, rule.Type is { } type ? Words.Devices[(int)type] : null);
        json.Optional("major"u8, rule.Major);
        json.Optional("minor"u8, rule.Minor);
        json.Optional("access"u8, rule.Access is { } access ? Letters(access) : null);
        json.WriteEndObject();
    }

    private static string Letters(DeviceAccess access) =>
        ((access & DeviceAccess.Read) != 0 ? "r" : "")
        + ((access & DeviceAccess.Write) != 0 ? "w" : "")
        + ((access & DeviceAccess.Mknod) != 0 ? "m" : "");

    private static void Memory(Utf8JsonWriter json, LinuxMemory memory)
    {
        json.WriteStartObject();
        json.Optional("limit"u8, memory.Limit);
        json.Optional("reservation"u8, memory.Reservation);
        json.Optional("swap"u8, memory.Swap);
        json.Optional("kernel"u8, memory.Kernel);
        json.Optional("kernelTCP"u8, memory.KernelTcp);
        json.Optional("swappiness"u8, memory.Swappiness);
        json.Optional("disableOOMKiller"u8, memory.DisableOomKiller);
        json.Optional("useHierarchy"u8, memory.UseHierarchy);
        json.Optional("checkBeforeUpdate"u8, memory.CheckBeforeUpdate);
        json.WriteEndObject();
    }

    private static void Cpu(Utf8JsonWriter json, LinuxCpu cpu)
    {
        json.WriteStartObject();
        json.Optional("shares"u8, cpu.Shares);
        json.Optional("quota"u8, cpu.Quota);
        json.Optional("burst"u8, cpu.Burst);
        json.Optional("period"u8, cpu.Period);
        json.Optional("realtimeRuntime"u8, cpu.RealtimeRuntime);
        json.Optional("realtimePeriod"u8, cpu.RealtimePeriod);
        json.Optional("cpus"u8, cpu.Cpus);
        json.Optional("mems"u8, cpu.Mems);
        json.Optional("idle"u8, cpu.Idle);
        json.WriteEndObject();
    }

    private static void Pids(Utf8JsonWriter json, LinuxPids pids)
    {
        json.WriteStartObject();
        json.Optional("limit"u8, pids.Limit);
        json.WriteEndObject();
    }

    private static void Hugepages(Utf8JsonWriter json, LinuxHugepageLimit limit)
    {
        json.WriteStartObject();
        json.WriteString("pageSize"u8, limit.PageSize);
        json.WriteNumber("limit"u8, limit.Limit);
        json.WriteEndObject();
    }

    private static void Network(Utf8JsonWriter json, LinuxNetwork network)
    {
        json.WriteStartObject();
        json.Optional("classID"u8, network.ClassId);
        json.Optional("priorities"u8, network.Priorities, InterfacePriority);
        json.WriteEndObject();
    }

    private static void InterfacePriority(Utf8JsonWriter json, LinuxInterfacePriority priority)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, priority.Name);
        json.WriteNumber("priority"u8, priority.Priority);
        json.WriteEndObject();
    }

    private static void Rdma(Utf8JsonWriter json, LinuxRdma rdma)
    {
        json.WriteStartObject();
        json.Optional("hcaHandles"u8, rdma.HcaHandles);
        json.Optional("hcaObjects"u8, rdma.HcaObjects);
        json.WriteEndObject();
    }
}
