using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>Which devices a group may use: a list of the kernel's in version 1, a program of ours in version 2.</summary>
internal static class DeviceResources
{
    public static void Apply(CgroupDirectory group, List<LinuxDeviceCgroup> rules)
    {
        List<DeviceRule> all = DeviceRuleList.From(rules);
        if (!group.IsUnified)
        {
            LegacyDevices.Apply(group, LegacyDeviceState.From(all));
            return;
        }

        try
        {
            DeviceFilter.Set(group, DeviceProgram.Assemble(all));
        }
        catch (LinuxException e)
        {
            throw Failed(group, e);
        }
    }

    private static ContainerException Failed(CgroupDirectory group, LinuxException e) =>
        new(
            $"Cgroup.Devices.{e.ErrorName}", CgroupErrors.KindOf(e.ErrorNumber),
            $"linux.resources.devices could not be set: no device program could be put on the cgroup '{group.Path}': {Errno.Describe(e.ErrorNumber)}.",
            "devices",
            e.ErrorNumber switch
            {
                Errno.EPERM or Errno.EACCES => "Run as root (CAP_BPF and CAP_NET_ADMIN, or CAP_SYS_ADMIN), or leave the rules out.",
                Errno.EINVAL or Errno.ENOSYS => "Use a kernel that is built with CONFIG_CGROUP_BPF, or leave the rules out.",
                Errno.E2BIG => "Use fewer rules: several hundred are too many for the kernel to check.",
                _ => null,
            },
            e);
}
