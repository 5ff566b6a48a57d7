using PSContainer.Launch.Steps;
using PSContainer.Oci;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch;

/// <summary>
/// Plans a mount of type <c>cgroup</c>: version 2's hierarchy, or with version 1 a tmpfs with a mount in it for each hierarchy, and
/// links for the controllers that share one; as on a host.
/// </summary>
internal static class CgroupMountPlanner
{
    private const string NamePrefix = "name=";
    private const string UnifiedName = "unified";

    /// <returns>A step to be done when everything is mounted, or null.</returns>
    public static LaunchStep? Plan(List<LaunchStep> steps, MountSpec mount, MountOptions options, NamespacePlan namespaces, LaunchFacts facts)
    {
        bool own = namespaces.Makes(NamespaceKind.Cgroup);
        IReadOnlyList<string> hierarchies = facts.CgroupHierarchies();
        var target = new RootPath(mount.Destination);
        if (mount.Type == "cgroup2" || hierarchies is [""])
        {
            // Without a cgroup namespace it is the host's tree, as the paths in /proc/self/cgroup are. Who rules only a user namespace
            // is not given that, and sees the container's own.
            bool direct = namespaces.Has(NamespaceKind.Cgroup) || !namespaces.Has(NamespaceKind.User) || mount.Type == "cgroup2";
            steps.Add(new CgroupMountStep("", target, options, direct));
            return null;
        }

        steps.Add(new FileSystemMountStep("tmpfs", "cgroup", target, Folder(options)));
        foreach (string hierarchy in hierarchies)
        {
            PlanHierarchy(steps, target.Text, hierarchy, options, own);
        }

        return (options.Set & MOUNT_ATTR_RDONLY) == 0 ? null : new RemountStep(target, new MountOptions { Set = MOUNT_ATTR_RDONLY });
    }

    private static void PlanHierarchy(List<LaunchStep> steps, string folder, string hierarchy, MountOptions options, bool own)
    {
        string name = hierarchy.Length == 0 ? UnifiedName
            : hierarchy.StartsWith(NamePrefix, StringComparison.Ordinal) ? hierarchy[NamePrefix.Length..] : hierarchy;
        steps.Add(new CgroupMountStep(hierarchy, new RootPath($"{folder}/{name}"), options, own));
        foreach (string controller in name.Contains(',') ? name.Split(',') : [])
        {
            steps.Add(new MakeSymlinkStep(new RootPath($"{folder}/{controller}"), name));
        }
    }

    // It is read-only only when everything is in it.
    private static MountOptions Folder(MountOptions options)
    {
        var folder = new MountOptions { Set = (options.Set & ~MOUNT_ATTR_RDONLY) | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, Text = options.Text };
        folder.Data.Add("mode=755");
        folder.Data.AddRange(options.Data);
        return folder;
    }
}
