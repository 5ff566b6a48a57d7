namespace PSContainer.Cgroups;

/// <summary>A mounted cgroup hierarchy, and where the calling process is in it.</summary>
internal sealed class CgroupHierarchy
{
    private CgroupControllers? _controllers;

    /// <param name="isUnified">Version 2.</param>
    /// <param name="controllers">What is attached to it; null: read it from the mount point when asked.</param>
    /// <param name="mountPoint">Where it is mounted.</param>
    /// <param name="root">Which of its groups is seen at the mount point.</param>
    /// <param name="own">The caller's group in it.</param>
    public CgroupHierarchy(bool isUnified, CgroupControllers? controllers, string mountPoint, string root, string own)
    {
        IsUnified = isUnified;
        _controllers = controllers;
        MountPoint = mountPoint;
        OwnDirectory = Locate(mountPoint, root, own);
    }

    public bool IsUnified { get; }

    public string MountPoint { get; }

    /// <summary>The caller's group as a directory; null where it lies outside of what is mounted.</summary>
    public string? OwnDirectory { get; }

    /// <summary>The controllers attached to this hierarchy.</summary>
    public CgroupControllers Controllers => _controllers ??= ReadControllers();

    // In a container without a cgroup namespace, both paths begin at the host's root: only what is below the mount is seen.
    private static string? Locate(string mountPoint, string root, string own)
    {
        if (own.StartsWith("/..", StringComparison.Ordinal))
        {
            return null;
        }

        if (root == "/")
        {
            return own == "/" ? mountPoint : mountPoint + own;
        }

        bool below = own.StartsWith(root, StringComparison.Ordinal) && (own.Length == root.Length || own[root.Length] == '/');
        return below ? mountPoint + own[root.Length..] : null;
    }

    private CgroupControllers ReadControllers()
    {
        Span<byte> text = stackalloc byte[512];
        int length = CgroupFile.Read(CgroupFile.AtCurrent, MountPoint + "/cgroup.controllers", text);
        return length > 0 ? ControllerNames.ParseList(text[..length]) : CgroupControllers.None;
    }
}
