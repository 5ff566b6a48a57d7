namespace PSContainer.Cgroups;

/// <summary>The cgroup hierarchies that a process sees, and its own group in each.</summary>
internal sealed class CgroupLayout
{
    public CgroupLayout(IReadOnlyList<CgroupHierarchy> hierarchies)
    {
        Hierarchies = hierarchies;
        bool legacy = false;
        foreach (CgroupHierarchy hierarchy in hierarchies)
        {
            Unified = hierarchy.IsUnified ? hierarchy : Unified;
            legacy |= !hierarchy.IsUnified;
        }

        Mode = (Unified is not null, legacy) switch
        {
            (true, true) => CgroupMode.Hybrid,
            (true, false) => CgroupMode.Unified,
            (false, true) => CgroupMode.Legacy,
            _ => CgroupMode.None,
        };
    }

    public CgroupMode Mode { get; }

    public IReadOnlyList<CgroupHierarchy> Hierarchies { get; }

    /// <summary>The version 2 hierarchy, or null.</summary>
    public CgroupHierarchy? Unified { get; }

    /// <summary>Every controller that some hierarchy has.</summary>
    public CgroupControllers Controllers
    {
        get
        {
            var all = CgroupControllers.None;
            foreach (CgroupHierarchy hierarchy in Hierarchies)
            {
                all |= hierarchy.Controllers;
            }

            return all;
        }
    }

    /// <summary>Reads the layout from the texts of <c>/proc/self/mountinfo</c> and <c>/proc/self/cgroup</c>.</summary>
    public static CgroupLayout Parse(ReadOnlySpan<byte> mountInfo, ReadOnlySpan<byte> ownGroups) =>
        CgroupLayoutParser.Parse(mountInfo, ownGroups);

    /// <summary>The hierarchy that <paramref name="controller"/> is attached to, or null.</summary>
    public CgroupHierarchy? Find(CgroupControllers controller)
    {
        foreach (CgroupHierarchy hierarchy in Hierarchies)
        {
            if (!hierarchy.IsUnified && (hierarchy.Controllers & controller) != 0)
            {
                return hierarchy;
            }
        }

        return Unified is not null && (Unified.Controllers & controller) != 0 ? Unified : null;
    }
}
