using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Writes what is special to machines: network devices, resctrl, NUMA, the execution domain.</summary>
internal static class MachineWriter
{
    public static void NetDevice(Utf8JsonWriter json, LinuxNetDevice device)
    {
        json.WriteStartObject();
        json.Optional("name"u8, device.Name);
        json.WriteEndObject();
    }

    public static void IntelRdt(Utf8JsonWriter json, LinuxIntelRdt rdt)
    {
        json.WriteStartObject();
        json.Optional("closID"u8, rdt.ClosId);
        json.Optional("schemata"u8, rdt.Schemata);
        json.Optional("l3CacheSchema"u8, rdt.L3CacheSchema);
        json.Optional("memBwSchema"u8, rdt.MemBwSchema);
        json.WhenTrue("enableCMT"u8, rdt.EnableCmt);
        json.WhenTrue("enableMBM"u8, rdt.EnableMbm);
        json.WhenTrue("enableMonitoring"u8, rdt.EnableMonitoring);
        json.WriteEndObject();
    }

    public static void MemoryPolicy(Utf8JsonWriter json, LinuxMemoryPolicy policy)
    {
        json.WriteStartObject();
        json.WriteString("mode"u8, Words.MemoryPolicies[(int)policy.Mode]);
        json.Optional("nodes"u8, policy.Nodes);
        json.Optional("flags"u8, policy.Flags, static (json, flag) => json.WriteStringValue(Words.MemoryPolicyFlags[(int)flag]));
        json.WriteEndObject();
    }

    public static void Personality(Utf8JsonWriter json, LinuxPersonality personality)
    {
        json.WriteStartObject();
        json.WriteString("domain"u8, Words.Domains[(int)personality.Domain]);
        json.Optional("flags"u8, personality.Flags);
        json.WriteEndObject();
    }
}
