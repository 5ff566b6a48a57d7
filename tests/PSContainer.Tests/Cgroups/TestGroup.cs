using PSContainer.Cgroups;
using PSContainer.Oci;

namespace PSContainer.Tests.Cgroups;

/// <summary>A cgroup that a test makes, and that is gone after it.</summary>
internal sealed class TestGroup : IDisposable
{
    private readonly List<Inmate> _inmates = [];

    public TestGroup(LinuxResources? resources = null, CgroupControllers controllers = CgroupControllers.None, string? path = null)
    {
        SkipUnlessPossible();
        Group = Cgroup.Create(CgroupHost.Read(), new CgroupRequest
        {
            ContainerId = NewId(), Path = path, Resources = resources, Controllers = controllers,
        });
    }

    public Cgroup Group { get; }

    public CgroupDirectory this[CgroupControllers controller] => Group.Find(controller)!;

    public static string NewId() => $"test-{Guid.NewGuid():N}";

    public static void SkipUnlessPossible()
    {
        CgroupLayout layout = CgroupHost.Read();
        Assert.SkipWhen(layout.Mode == CgroupMode.None, "no cgroup file system is mounted");
        bool may = layout.Hierarchies.All(static hierarchy => MayMake(hierarchy));
        Assert.SkipUnless(may, "this user may make no cgroups here: root, or a delegated version 2 group is needed");
    }

    /// <summary>Skips a test of version 2's settings where another version has the controller, or none.</summary>
    public static void SkipUnlessUnified(CgroupControllers controllers)
    {
        SkipUnlessPossible();
        CgroupLayout layout = CgroupHost.Read();
        Assert.SkipUnless(layout.Mode == CgroupMode.Unified, $"cgroups are {layout.Mode} here, not version 2 alone");
        string above = UnifiedPlace.Find(layout.Unified!, CgroupControllers.None, controllers);
        CgroupControllers there = ControllerNames.ParseList(File.ReadAllBytes(above + "/cgroup.subtree_control"));
        Assert.SkipUnless((controllers & ~there) == 0, $"version 2 has no {ControllerNames.Join(controllers & ~there)} here");
    }

    public static void SkipUnlessLegacy(CgroupControllers controller)
    {
        SkipUnlessPossible();
        Assert.SkipUnless(
            CgroupHost.Read().Find(controller) is { IsUnified: false }, $"version 1 has no {ControllerNames.Join(controller)} here");
    }

    public string Read(CgroupControllers controller, string file) => File.ReadAllText($"{this[controller].Path}/{file}").Trim();

    /// <summary>A shell in the group that runs a script when told to.</summary>
    public Inmate Start(string script)
    {
        var inmate = new Inmate(script);
        _inmates.Add(inmate);
        Group.Attach(inmate.Id);
        return inmate;
    }

    public void Dispose()
    {
        Group.Kill();
        _inmates.ForEach(static inmate => inmate.Dispose());
        Group.Remove();
        Group.Dispose();
    }

    private static bool MayMake(CgroupHierarchy hierarchy)
    {
        try
        {
            string above = hierarchy.IsUnified
                ? UnifiedPlace.Find(hierarchy, CgroupControllers.None, CgroupControllers.None)
                : hierarchy.OwnDirectory ?? hierarchy.MountPoint;
            return CgroupFolder.MayWrite(above);
        }
        catch (PSContainer.Errors.ContainerException)
        {
            return false;
        }
    }
}
