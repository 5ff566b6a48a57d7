using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Reads what is special to machines: network devices, resctrl, NUMA, the execution domain.</summary>
internal static class MachineReader
{
    /// <summary>Reads the property if it is one of these.</summary>
    public static bool Property(LinuxSpec linux, ReadOnlySpan<byte> name, ref JsonCursor json)
    {
        if (name.SequenceEqual("netDevices"u8))
            linux.NetDevices = json.Map(NetDevice);
        else if (name.SequenceEqual("intelRdt"u8))
            linux.IntelRdt = IntelRdt(ref json);
        else if (name.SequenceEqual("memoryPolicy"u8))
            linux.MemoryPolicy = MemoryPolicy(ref json);
        else if (name.SequenceEqual("personality"u8))
            linux.Personality = Personality(ref json);
        else
            return false;
        return true;
    }

    private static LinuxNetDevice NetDevice(ref JsonCursor json)
    {
        var device = new LinuxNetDevice();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("name"u8))
                device.Name = json.String();
            else
                json.Skip();
        }

        return device;
    }

    private static LinuxIntelRdt IntelRdt(ref JsonCursor json)
    {
        var rdt = new LinuxIntelRdt();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("closID"u8))
                rdt.ClosId = json.String();
            else if (name.SequenceEqual("schemata"u8))
                rdt.Schemata = json.Strings();
            else if (name.SequenceEqual("l3CacheSchema"u8))
                rdt.L3CacheSchema = json.String();
            else if (name.SequenceEqual("memBwSchema"u8))
                rdt.MemBwSchema = json.String();
            else if (name.SequenceEqual("enableCMT"u8))
                rdt.EnableCmt = json.Boolean();
            else if (name.SequenceEqual("enableMBM"u8))
                rdt.EnableMbm = json.Boolean();
            else if (name.SequenceEqual("enableMonitoring"u8))
                rdt.EnableMonitoring = json.Boolean();
            else
                json.Skip();
        }

        return rdt;
    }

    private static LinuxMemoryPolicy MemoryPolicy(ref JsonCursor json)
    {
        var policy = new LinuxMemoryPolicy();
        int? mode = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("mode"u8))
                mode = json.Word(Words.MemoryPolicies);
            else if (name.SequenceEqual("nodes"u8))
                policy.Nodes = json.String();
            else if (name.SequenceEqual("flags"u8))
                policy.Flags = json.List(static (ref j) => (MemoryPolicyFlag)j.Word(Words.MemoryPolicyFlags));
            else
                json.Skip();
        }

        policy.Mode = (MemoryPolicyMode)json.Required(mode, "mode");
        return policy;
    }

    private static LinuxPersonality Personality(ref JsonCursor json)
    {
        var personality = new LinuxPersonality();
        int? domain = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("domain"u8))
                domain = json.Word(Words.Domains);
            else if (name.SequenceEqual("flags"u8))
                personality.Flags = json.Strings();
            else
                json.Skip();
        }

        personality.Domain = (PersonalityDomain)json.Required(domain, "domain");
        return personality;
    }
}
