namespace PSContainer.Cgroups;

/// <summary>What a directory is to the container.</summary>
internal enum CgroupDirectoryKind
{
    /// <summary>The container's group in a version 1 hierarchy.</summary>
    Legacy,

    /// <summary>The container's group in the version 2 hierarchy.</summary>
    Unified,

    /// <summary>A folder above the group that a container of ours was the first to need; removed with the last.</summary>
    Parent,
}
