using PSContainer.Cgroups;
using static Tmds.Linux.LibC;

namespace PSContainer.Tests.Cgroups;

public sealed class CgroupEntryTests
{
    [Fact]
    public void A_process_is_moved_with_all_its_threads()
    {
        using var test = new TestGroup(controllers: CgroupControllers.All);
        Inmate inmate = test.Start("true");

        Assert.All(test.Group.Directories, directory => Assert.Equal($"{inmate.Id}\n", File.ReadAllText(directory.Path + "/cgroup.procs")));
        Assert.Equal([inmate.Id], test.Group.ProcessIds());
    }

    [Fact]
    public void A_thread_enters_each_version_1_group_by_itself()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Pids);
        using var test = new TestGroup(controllers: CgroupControllers.Pids | CgroupControllers.Freezer);
        List<string> own = [.. CgroupHost.Read().Hierarchies.Where(static one => !one.IsUnified).Select(static one => one.OwnDirectory!)];
        int[] entries = test.Group.OpenEntries();
        string groups = "";
        int result = 0;
        var thread = new Thread(() =>
        {
            entries.ToList().ForEach(entry => result |= Cgroup.Enter(entry));
            groups = File.ReadAllText("/proc/thread-self/cgroup");
            own.ForEach(static directory => File.WriteAllText(directory + "/tasks", "0")); // or killing the group would be the end of us
        });
        thread.Start();
        thread.Join();
        entries.ToList().ForEach(static entry => _ = close(entry));

        Assert.Equal(0, result);
        Assert.Equal(2, entries.Length);
        Assert.Matches("pids:.*/pscontainer-test-", groups);
        Assert.Matches("freezer:.*/pscontainer-test-", groups);
        Assert.DoesNotContain("pscontainer-test-", File.ReadAllText("/proc/self/cgroup"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_descriptor_to_be_cloned_into_is_the_version_2_group()
    {
        using var test = new TestGroup(controllers: CgroupControllers.All);
        Assert.SkipWhen(CgroupHost.Read().Unified is null, "there is no version 2");

        string? target = File.ResolveLinkTarget($"/proc/self/fd/{test.Group.UnifiedDescriptor}", returnFinalTarget: false)?.FullName;

        Assert.Equal(test.Group.Unified!.Path, target);
    }

    [Fact]
    public void Descriptors_are_closed_on_exec()
    {
        using var test = new TestGroup(controllers: CgroupControllers.All);
        int[] entries = test.Group.OpenEntries();
        int[] all = test.Group.UnifiedDescriptor < 0 ? entries : [.. entries, test.Group.UnifiedDescriptor];

        int[] inherited = [.. all.Where(static descriptor => (fcntl(descriptor, F_GETFD) & FD_CLOEXEC) == 0)];

        entries.ToList().ForEach(static entry => _ = close(entry));
        Assert.Empty(inherited);
    }

    [Fact]
    public void A_process_that_is_in_the_group_stays_and_one_in_a_group_below_is_moved_up()
    {
        using var test = new TestGroup(controllers: CgroupControllers.Freezer);
        Inmate inmate = CgroupKillTests.Nest(test, "below");

        test.Group.Attach(inmate.Id);
        test.Group.Attach(inmate.Id);

        Assert.All(test.Group.Directories, directory => Assert.Equal($"{inmate.Id}\n", File.ReadAllText(directory.Path + "/cgroup.procs")));
    }

    [Fact]
    public void A_process_that_is_not_there_cannot_be_moved()
    {
        using var test = new TestGroup(controllers: CgroupControllers.Freezer);

        var e = Assert.Throws<PSContainer.Errors.ContainerException>(() => test.Group.Attach(int.MaxValue));

        Assert.Equal("Cgroup.Attach.ESRCH", e.ErrorId);
    }

    [Fact]
    public void The_groups_of_another_process_can_be_read()
    {
        using var test = new TestGroup(controllers: CgroupControllers.All);
        Inmate inmate = test.Start("true");

        IEnumerable<string?> theirs = CgroupHost.Read(inmate.Id).Hierarchies.Select(static hierarchy => hierarchy.OwnDirectory);

        Assert.Equal(test.Group.Directories.Select(static directory => directory.Path).Order(), theirs.Order());
    }
}
