using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Rules for network devices, resctrl, NUMA and the execution domain.</summary>
internal static class MachineRules
{
    // IFNAMSIZ of linux/if.h counts the NUL at the end.
    private const int MaxDeviceName = 15;

    public static void Check(LinuxSpec linux, NamespaceSet namespaces)
    {
        NetDevices(linux.NetDevices, namespaces);
        if (linux.IntelRdt is not null)
            IntelRdt(linux.IntelRdt);
        if (linux.MemoryPolicy is not null)
            MemoryPolicy(linux.MemoryPolicy);
        if (linux.Personality?.Flags is { Count: > 0 })
            throw SpecError.At("PersonalityFlags", "$.linux.personality.flags", "is not empty, and the specification has no flags");
    }

    private static void NetDevices(Dictionary<string, LinuxNetDevice>? devices, NamespaceSet namespaces)
    {
        if (devices is null or { Count: 0 })
            return;
        if (!namespaces.Has(NamespaceKind.Network))
            throw SpecError.At("NetDeviceNeedsNetwork", "$.linux.netDevices", "is given without a network namespace", "Add a network namespace.");
        foreach ((string name, LinuxNetDevice device) in devices)
        {
            string path = $"$.linux.netDevices[\"{JsonText.Show(name)}\"]";
            DeviceName(name, path);
            DeviceName(device.Name ?? name, path + ".name");
        }
    }

    private static void DeviceName(string name, string path)
    {
        if (!IsDeviceName(name))
            throw SpecError.At("NetDeviceName", path, $"is no name of a network device: 1 to {MaxDeviceName} characters, no blank, / or :");
    }

    // dev_valid_name of the kernel's net/core/dev.c.
    private static bool IsDeviceName(string name)
    {
        if (name is "" or "." or ".." || name.Length > MaxDeviceName)
            return false;
        foreach (char c in name)
        {
            if (c is '/' or ':' or '\0' || char.IsWhiteSpace(c))
                return false;
        }

        return true;
    }

    private static void IntelRdt(LinuxIntelRdt rdt)
    {
        const string path = "$.linux.intelRdt";
        if (rdt.ClosId is "" or "." or ".." || (rdt.ClosId is { Length: > 1 } id && id.AsSpan().IndexOfAny('/', '\0') >= 0))
            throw SpecError.At("IntelRdt", $"{path}.closID", $"is '{JsonText.Show(rdt.ClosId)}', which is no name of a directory");
        if (rdt.MemBwSchema is { } schema && !schema.StartsWith("MB:", StringComparison.Ordinal))
            throw SpecError.At("IntelRdt", $"{path}.memBwSchema", "does not begin with MB:");
        OneLine(rdt.MemBwSchema, $"{path}.memBwSchema");
        OneLine(rdt.L3CacheSchema, $"{path}.l3CacheSchema");
        foreach (string line in rdt.Schemata ?? [])
            OneLine(line, $"{path}.schemata");
    }

    private static void OneLine(string? text, string path)
    {
        if (text is not null && text.AsSpan().IndexOfAny('\n', '\0') >= 0)
            throw SpecError.At("IntelRdt", path, "has more than one line");
    }

    private static void MemoryPolicy(LinuxMemoryPolicy policy)
    {
        CpuList.Check(policy.Nodes, "$.linux.memoryPolicy", ".nodes");
        bool given = !string.IsNullOrWhiteSpace(policy.Nodes);
        bool none = policy.Mode is MemoryPolicyMode.Default or MemoryPolicyMode.Local;
        if (given == none && policy.Mode != MemoryPolicyMode.Preferred)
            throw SpecError.At("MemoryPolicyNodes", "$.linux.memoryPolicy.nodes", given ? "is given, and this mode has none" : "is empty, and this mode has some");
    }
}
