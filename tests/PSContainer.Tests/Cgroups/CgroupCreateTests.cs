using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Cgroups;

public sealed class CgroupCreateTests
{
    [Fact]
    public void Without_a_path_the_group_is_named_after_the_container_and_near_the_caller()
    {
        using var test = new TestGroup(controllers: CgroupControllers.All);

        foreach (CgroupDirectory directory in test.Group.Directories)
        {
            Assert.StartsWith("pscontainer-test-", Path.GetFileName(directory.Path));
            CgroupHierarchy hierarchy = CgroupHost.Read().Hierarchies.First(one => directory.Path.StartsWith(one.MountPoint + "/", StringComparison.Ordinal));
            string own = hierarchy.OwnDirectory ?? hierarchy.MountPoint;
            Assert.StartsWith(Path.GetDirectoryName(directory.Path)!, own);
        }
    }

    [Fact]
    public void Only_the_hierarchies_that_are_needed_are_joined()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Pids);
        TestGroup.SkipUnlessLegacy(CgroupControllers.Memory);
        using var test = new TestGroup(new LinuxResources { Pids = new LinuxPids { Limit = 5 } });

        Assert.NotNull(test.Group.Find(CgroupControllers.Pids));
        Assert.DoesNotContain(test.Group.Directories, static directory => directory.Has(CgroupControllers.Memory));
    }

    [Fact]
    public void All_hierarchies_are_joined_for_a_caller_that_asks()
    {
        using var test = new TestGroup(controllers: CgroupControllers.All);

        Assert.Equal(CgroupHost.Read().Hierarchies.Count, test.Group.Directories.Count);
    }

    [Fact]
    public void Folders_on_the_way_to_an_absolute_path_go_with_the_last_group_in_them()
    {
        AbsolutePaths.SkipUnlessAllowed();
        string top = AbsolutePaths.Unique();
        var first = new TestGroup(path: $"{top}/mid/one");
        var second = new TestGroup(path: $"{top}/mid/two");

        Assert.All(AbsolutePaths.Find($"{top}/mid"), static path => Assert.Equal(2, Directory.GetDirectories(path).Length));
        first.Dispose();
        Assert.NotEmpty(AbsolutePaths.Find($"{top}/mid/two"));
        Assert.Empty(AbsolutePaths.Find($"{top}/mid/one"));
        second.Dispose();
        Assert.Empty(AbsolutePaths.Find(top));
    }

    [Fact]
    public void A_folder_that_somebody_else_made_stays()
    {
        AbsolutePaths.SkipUnlessAllowed();
        string top = AbsolutePaths.Unique();
        string folder = CgroupHost.Read().Hierarchies.First(static hierarchy => hierarchy.IsUnified || hierarchy.Controllers == CgroupControllers.Freezer).MountPoint + top;
        Directory.CreateDirectory(folder);
        try
        {
            new TestGroup(path: $"{top}/one").Dispose();

            Assert.Equal([folder], AbsolutePaths.Find(top));
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Fact]
    public void A_relative_path_is_near_the_caller()
    {
        string name = TestGroup.NewId();
        using (var test = new TestGroup(path: $"{name}/inner"))
        {
            Assert.Contains(test.Group.Directories, directory => directory.Path.EndsWith($"/{name}/inner", StringComparison.Ordinal));
        }

        Assert.Empty(AbsolutePaths.FindAnywhere(name));
    }

    [Fact]
    public void A_group_that_has_processes_is_refused()
    {
        string name = TestGroup.NewId();
        using var first = new TestGroup(path: name);
        first.Start("true");

        ContainerException e = Assert.Throws<ContainerException>(() => new TestGroup(path: name));

        Assert.Equal("Cgroup.NotEmpty", e.ErrorId);
        Assert.Contains("container's cgroup is not empty", e.Message, StringComparison.Ordinal);
        Assert.All(first.Group.Directories, static directory => Assert.True(Directory.Exists(directory.Path)));
    }

    [Fact]
    public void A_group_with_a_process_in_a_child_is_refused()
    {
        string name = TestGroup.NewId();
        using var outer = new TestGroup(path: name);
        using var inner = new TestGroup(path: $"{name}/inner");
        inner.Start("true");

        Assert.Throws<ContainerException>(() => new TestGroup(path: name));
    }

    [Fact]
    public void A_group_that_is_frozen_is_refused()
    {
        string name = TestGroup.NewId();
        using var first = new TestGroup(path: name);
        first.Group.Freeze();

        ContainerException e = Assert.Throws<ContainerException>(() => new TestGroup(path: name));

        Assert.Equal("Cgroup.Frozen", e.ErrorId);
        Assert.Contains("container's cgroup unexpectedly frozen", e.Message, StringComparison.Ordinal);
        first.Group.Thaw();
    }

    [Fact]
    public void What_a_dead_container_of_the_same_id_left_is_made_anew()
    {
        TestGroup.SkipUnlessPossible();
        var request = new CgroupRequest { ContainerId = TestGroup.NewId(), Resources = Pids(5) };
        Needs.Pids();
        using Cgroup dead = Cgroup.Create(CgroupHost.Read(), request);
        dead.Freeze();

        using Cgroup anew = Cgroup.Create(CgroupHost.Read(), new CgroupRequest { ContainerId = request.ContainerId, Controllers = CgroupControllers.Pids });

        Assert.Null(anew.ReadStatistics().PidsLimit);
        Assert.False(anew.IsFrozen);
        anew.Remove();
    }

    [Fact]
    public void Nothing_is_left_of_a_group_whose_limits_the_kernel_refuses()
    {
        Needs.Pids();
        string name = TestGroup.NewId();
        LinuxResources resources = Pids(long.MaxValue); // more than the kernel's largest pid, PID_MAX_LIMIT

        ContainerException e = Assert.Throws<ContainerException>(() => new TestGroup(resources, CgroupControllers.All, $"{name}/inner"));

        Assert.Equal("Cgroup.Resource.EINVAL", e.ErrorId);
        Assert.Contains("pids.limit", e.Message, StringComparison.Ordinal);
        Assert.Contains("pids.max", e.Message, StringComparison.Ordinal);
        Assert.Empty(AbsolutePaths.FindAnywhere(name));
    }

    [Fact]
    public void A_limit_for_a_controller_that_is_not_there_is_an_error_that_names_it()
    {
        TestGroup.SkipUnlessPossible();
        string name = TestGroup.NewId();
        var layout = new CgroupLayout([.. CgroupHost.Read().Hierarchies.Where(static hierarchy => hierarchy.IsUnified || hierarchy.Controllers == CgroupControllers.Freezer)]);
        var request = new CgroupRequest
        {
            ContainerId = "x", Path = name, Resources = new LinuxResources { Network = new LinuxNetwork { ClassId = 1 } },
        };

        ContainerException e = Assert.Throws<ContainerException>(() => Cgroup.Create(layout, request));

        Assert.Equal("Cgroup.Controller.NotAvailable", e.ErrorId);
        Assert.Contains("network.classID", e.Message, StringComparison.Ordinal);
        Assert.Contains("net_cls", e.Message, StringComparison.Ordinal);
        Assert.Empty(AbsolutePaths.FindAnywhere(name));
    }

    [Fact]
    public void Whichever_hierarchy_fails_nothing_stays_in_the_others()
    {
        TestGroup.SkipUnlessPossible();
        IReadOnlyList<CgroupHierarchy> hierarchies = CgroupHost.Read().Hierarchies;
        for (int broken = 0; broken < hierarchies.Count; broken++)
        {
            string name = TestGroup.NewId();
            CgroupHierarchy[] some = [.. hierarchies];
            some[broken] = new CgroupHierarchy(false, CgroupControllers.All, "/sys/kernel", "/", "/"); // where nothing can be made
            var request = new CgroupRequest { ContainerId = "x", Path = $"{name}/inner", Controllers = CgroupControllers.All };

            ContainerException e = Assert.Throws<ContainerException>(() => Cgroup.Create(new CgroupLayout(some), request));

            Assert.Contains($"/sys/kernel/{name}", e.Message, StringComparison.Ordinal);
            Assert.Empty(AbsolutePaths.FindAnywhere(name));
        }
    }

    [Fact]
    public void A_group_that_the_container_made_can_be_entered()
    {
        using var test = new TestGroup(controllers: CgroupControllers.Freezer);
        test.Group.Directories.ToList().ForEach(static directory => Directory.CreateDirectory(directory.Path + "/sub/inner"));
        using var inmate = new Inmate("true");

        using Cgroup below = test.Group.Below("/sub/inner");
        below.Attach(inmate.Id);

        Assert.Equal([inmate.Id], below.ProcessIds());
        Assert.Equal([inmate.Id], test.Group.ProcessIds());
        Assert.Equal("Cgroup.NotFound", Assert.Throws<ContainerException>(() => test.Group.Below("other")).ErrorId);
        Assert.Equal("Cgroup.Path.Invalid", Assert.Throws<ContainerException>(() => test.Group.Below("sub/../..")).ErrorId);
    }

    [Fact]
    public void Where_there_are_no_cgroups_none_is_made_and_a_limit_is_an_error()
    {
        var none = new CgroupLayout([]);

        using Cgroup empty = Cgroup.Create(none, new CgroupRequest { ContainerId = "x", Controllers = CgroupControllers.All });

        Assert.True(empty.IsEmpty);
        Assert.Equal(-1, empty.UnifiedDescriptor);
        Assert.Empty(empty.ProcessIds());
        empty.Kill();
        empty.Remove();
        Assert.Throws<ContainerException>(empty.Freeze);
        Assert.Throws<ContainerException>(() => Cgroup.Create(none, new CgroupRequest { ContainerId = "x", Resources = Pids(5) }));
    }

    [Fact]
    public async Task Containers_that_come_and_go_at_once_under_one_folder_leave_nothing()
    {
        AbsolutePaths.SkipUnlessAllowed();
        string top = AbsolutePaths.Unique();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(
            () =>
            {
                for (int round = 0; round < 50; round++)
                {
                    new TestGroup(path: $"{top}/mid/{worker}").Dispose();
                }
            },
            TestContext.Current.CancellationToken)));

        Assert.Empty(AbsolutePaths.Find(top));
    }

    private static LinuxResources Pids(long limit) => new() { Pids = new LinuxPids { Limit = limit } };
}
