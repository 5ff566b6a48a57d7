namespace PSContainer.Cgroups;

/// <summary>Which versions of cgroups a machine has mounted; see <c>cgroups(7)</c>.</summary>
public enum CgroupMode
{
    /// <summary>No cgroup file system is mounted.</summary>
    None,

    /// <summary>Version 1 only: a hierarchy for each controller, or for a few of them.</summary>
    Legacy,

    /// <summary>Version 1 for controllers, and a version 2 hierarchy beside it.</summary>
    Hybrid,

    /// <summary>Version 2 only: one hierarchy for all.</summary>
    Unified,
}
