using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>Limits of RDMA devices; the same in both versions.</summary>
internal static class RdmaResources
{
    public static void Apply(CgroupDirectory group, Dictionary<string, LinuxRdma> devices)
    {
        foreach ((string name, LinuxRdma limits) in devices)
        {
            string handles = limits.HcaHandles is { } handle ? $" hca_handle={handle}" : "";
            string objects = limits.HcaObjects is { } count ? $" hca_object={count}" : "";
            ResourceWriter.Set(group, "rdma", "rdma.max", name + handles + objects);
        }
    }
}
