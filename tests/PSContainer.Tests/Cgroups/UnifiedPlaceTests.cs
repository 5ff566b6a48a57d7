using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Cgroups;

/// <summary>Where in version 2 a group can be. The caller's own group is acted by one that a test makes.</summary>
public sealed class UnifiedPlaceTests
{
    private const CgroupControllers Pids = CgroupControllers.Pids;

    [Fact]
    public void Controllers_are_enabled_beside_a_caller_that_has_processes()
    {
        TestGroup.SkipUnlessUnified(Pids);
        using var outer = new TestGroup(controllers: Pids);
        string own = Child(outer, "own");
        using var caller = new Inmate("true");
        File.WriteAllText(own + "/cgroup.procs", $"{caller.Id}");

        string place = UnifiedPlace.Find(Acting(own), Pids, Pids);

        Assert.Equal(outer.Group.Unified!.Path, place);
        Assert.Equal("pids", File.ReadAllText(place + "/cgroup.subtree_control").Trim());
    }

    [Fact]
    public void A_group_above_that_has_processes_is_passed_over()
    {
        TestGroup.SkipUnlessUnified(Pids);
        using var outer = new TestGroup(controllers: Pids);
        string own = Child(outer, "busy/own");
        using var neighbour = new Inmate("true");
        File.WriteAllText(Path.GetDirectoryName(own) + "/cgroup.procs", $"{neighbour.Id}");

        Assert.Equal(outer.Group.Unified!.Path, UnifiedPlace.Find(Acting(own), Pids, Pids));
    }

    [Fact]
    public void Without_controllers_the_place_is_in_the_callers_own_group()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.None);
        using var outer = new TestGroup();
        string own = Child(outer, "own");

        Assert.Equal(own, UnifiedPlace.Find(Acting(own), CgroupControllers.None, CgroupControllers.None));
    }

    [Fact]
    public void What_is_wanted_and_cannot_be_had_is_gone_without()
    {
        TestGroup.SkipUnlessUnified(Pids);
        using var outer = new TestGroup(controllers: Pids);
        string own = Child(outer, "own");
        File.WriteAllText(own + "/../cgroup.subtree_control", "+pids");

        // "misc" and "memory" are not enabled for the outer group, and that is as far up as this hierarchy goes.
        var hierarchy = new CgroupHierarchy(true, Pids, outer.Group.Unified!.Path, "/", "/own");

        Assert.Equal(outer.Group.Unified.Path, UnifiedPlace.Find(hierarchy, Pids, Pids | CgroupControllers.Misc));
    }

    [Fact]
    public void What_is_required_and_cannot_be_had_is_an_error_that_names_it()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.None);
        using var outer = new TestGroup();
        Child(outer, "own");
        File.WriteAllText(outer.Group.Unified!.Path + "/cgroup.max.depth", "5");
        var hierarchy = new CgroupHierarchy(true, CgroupControllers.None, outer.Group.Unified.Path + "/own", "/", "/");

        ContainerException e = Assert.Throws<ContainerException>(() => UnifiedPlace.Find(hierarchy, CgroupControllers.Misc, CgroupControllers.Misc));

        Assert.Equal("Cgroup.Controller.NotAvailable", e.ErrorId);
        Assert.Contains("'misc'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Controllers_are_enabled_on_the_way_to_an_absolute_path()
    {
        TestGroup.SkipUnlessUnified(Pids);
        AbsolutePaths.SkipUnlessAllowed();
        string top = AbsolutePaths.Unique();
        using var test = new TestGroup(new LinuxResources { Pids = new LinuxPids { Limit = 7 } }, path: $"{top}/a/b");

        Assert.Equal("7", test.Read(Pids, "pids.max"));
    }

    [Fact]
    public void A_group_with_processes_on_the_way_to_an_absolute_path_is_an_error()
    {
        TestGroup.SkipUnlessUnified(Pids);
        AbsolutePaths.SkipUnlessAllowed();
        string top = AbsolutePaths.Unique();
        using var busy = new TestGroup(path: top);
        busy.Start("true");

        ContainerException e = Assert.Throws<ContainerException>(
            () => new TestGroup(new LinuxResources { Pids = new LinuxPids { Limit = 7 } }, path: $"{top}/a/b"));

        Assert.Contains("pids", e.Message, StringComparison.Ordinal);
        Assert.Empty(AbsolutePaths.Find($"{top}/a"));
    }

    [Fact]
    public void A_user_that_was_given_no_group_is_told_so_or_goes_without()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may make groups everywhere");
        CgroupLayout layout = CgroupHost.Read();
        Assert.SkipUnless(layout.Mode == CgroupMode.Unified, "cgroups are not version 2 alone");
        var outside = new CgroupLayout([new CgroupHierarchy(true, null, layout.Unified!.MountPoint, "/", "/system.slice")]);

        ContainerException e = Assert.Throws<ContainerException>(() => Cgroup.Create(outside, new CgroupRequest { ContainerId = "x" }));
        using Cgroup none = Cgroup.Create(outside, new CgroupRequest { ContainerId = "x", IsOptional = true, Controllers = CgroupControllers.All });

        Assert.Equal("Cgroup.NotDelegated", e.ErrorId);
        Assert.True(none.IsEmpty);
        Assert.Throws<ContainerException>(() => Cgroup.Create(outside, new CgroupRequest
        {
            ContainerId = "x", IsOptional = true, Resources = new LinuxResources { Pids = new LinuxPids { Limit = 7 } },
        }));
    }

    [Fact]
    public void A_group_can_be_given_to_a_user_with_the_files_to_manage_it_and_no_more()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may give a group away");
        using var test = new TestGroup();
        Assert.SkipWhen(test.Group.Unified is null, "there is no version 2");
        string path = test.Group.Unified.Path;

        test.Group.Delegate(65534, 65533);

        Assert.Equal("65534:65533", OwnerOf(path));
        Assert.Equal("65534:65533", OwnerOf(path + "/cgroup.procs"));
        Assert.Equal("65534:65533", OwnerOf(path + "/cgroup.subtree_control"));
        Assert.Equal("0:0", OwnerOf(path + "/cgroup.max.depth"));
        Assert.Equal("0:0", OwnerOf(path + "/cgroup.freeze"));
    }

    private static string OwnerOf(string path)
    {
        using var stat = new Inmate($"stat -c %u:%g '{path}'");
        return stat.Run().Output.Trim();
    }

    private static string Child(TestGroup outer, string name)
    {
        string path = $"{outer.Group.Unified!.Path}/{name}";
        Directory.CreateDirectory(path);
        return path;
    }

    private static CgroupHierarchy Acting(string own)
    {
        CgroupHierarchy real = CgroupHost.Read().Unified!;
        return new CgroupHierarchy(true, null, real.MountPoint, "/", own[real.MountPoint.Length..]);
    }
}
