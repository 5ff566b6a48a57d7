using PSContainer.Cgroups;

namespace PSContainer.Tests.Cgroups;

/// <summary>Groups at paths below the mount points.</summary>
internal static class AbsolutePaths
{
    public static string Unique() => "/" + TestGroup.NewId();

    public static void SkipUnlessAllowed()
    {
        TestGroup.SkipUnlessPossible();
        bool may = CgroupHost.Read().Hierarchies.All(static hierarchy => CgroupFolder.MayWrite(hierarchy.MountPoint));
        Assert.SkipUnless(may, "only root may make groups right below the mount point");
    }

    /// <summary>The directories that a path has in all hierarchies.</summary>
    public static string[] Find(string path) =>
        [.. CgroupHost.Read().Hierarchies.Select(hierarchy => hierarchy.MountPoint + path).Where(Directory.Exists)];

    /// <summary>The directories of that name in or beside the caller's groups.</summary>
    public static string[] FindAnywhere(string name) =>
    [
        .. CgroupHost.Read().Hierarchies
            .SelectMany(static hierarchy => new[] { hierarchy.OwnDirectory ?? hierarchy.MountPoint, CgroupPath.Parent(hierarchy.OwnDirectory ?? hierarchy.MountPoint) })
            .Select(above => $"{above}/{name}").Where(Directory.Exists),
    ];
}
