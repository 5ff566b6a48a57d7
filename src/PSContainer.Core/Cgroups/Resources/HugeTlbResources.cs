using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>Limits of huge pages: of those in use, and where the kernel counts them, of those reserved.</summary>
internal static class HugeTlbResources
{
    public static void Apply(CgroupDirectory group, List<LinuxHugepageLimit> limits)
    {
        string suffix = group.IsUnified ? "max" : "limit_in_bytes";
        foreach (LinuxHugepageLimit limit in limits)
        {
            string name = "hugetlb." + limit.PageSize;
            string value = $"{limit.Limit}";
            ResourceWriter.Set(group, "hugepageLimits", $"{name}.{suffix}", value);
            int result = group.Write($"{name}.rsvd.{suffix}", value);
            if (result is not (0 or -Errno.ENOENT))
            {
                throw ResourceWriter.Failure(group, "hugepageLimits", $"{name}.rsvd.{suffix}", value, -result);
            }
        }
    }
}
