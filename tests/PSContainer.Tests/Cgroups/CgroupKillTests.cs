using System.Diagnostics;
using PSContainer.Cgroups;

namespace PSContainer.Tests.Cgroups;

public sealed class CgroupKillTests
{
    private const int SIGTERM = 15;

    [Fact]
    public void Every_process_is_ended_those_in_children_too()
    {
        using var test = new TestGroup(controllers: CgroupControllers.Freezer);
        Inmate first = test.Start("sleep 60 & sleep 60");
        first.Go();
        Inmate deep = Nest(test, "sub/deeper");

        test.Group.Kill();

        Assert.Equal(137, first.Wait());
        Assert.Equal(137, deep.Wait());
        AssertEmptySoon(test.Group);
    }

    [Fact]
    public void Frozen_processes_are_ended()
    {
        using var test = new TestGroup(controllers: CgroupControllers.Freezer);
        Inmate inmate = test.Start("sleep 60");
        test.Group.Freeze();

        test.Group.Kill();

        Assert.Equal(137, inmate.Wait());
    }

    [Fact]
    public void Version_1_ends_what_forks_without_end()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Freezer);
        using var test = new TestGroup(controllers: CgroupControllers.Freezer | CgroupControllers.Pids);
        Inmate inmate = test.Start("f() { sleep 0.01 & f2; }; f2() { while :; do sleep 0.01 & done; }; f & f & f2");
        using Cgroup legacy = OnlyLegacy(test.Group);
        inmate.Go();
        SpinWait.SpinUntil(() => legacy.ProcessIds().Count > 5, 60_000);

        legacy.Kill();

        Assert.Empty(legacy.ProcessIds());
    }

    [Fact]
    public void Version_1_ends_frozen_processes()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Freezer);
        using var test = new TestGroup(controllers: CgroupControllers.Freezer);
        using Cgroup legacy = OnlyLegacy(test.Group);
        Inmate inmate = test.Start("sleep 60");
        legacy.Freeze();

        legacy.Kill();

        Assert.Equal(137, inmate.Wait());
        Assert.False(legacy.IsFrozen);
    }

    [Fact]
    public void Without_a_freezer_too_all_are_ended()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Pids);
        using var test = new TestGroup(controllers: CgroupControllers.Pids);
        using Cgroup legacy = OnlyLegacy(test.Group);
        Inmate[] inmates = [test.Start("sleep 60"), test.Start("sleep 60")];

        legacy.Kill();

        Assert.All(inmates, static inmate => Assert.Equal(137, inmate.Wait()));
    }

    [Fact]
    public void A_process_in_one_of_version_1s_groups_only_is_ended_as_well()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Pids);
        using var test = new TestGroup(controllers: CgroupControllers.Pids);
        using var stray = new Inmate("sleep 60");
        File.WriteAllText(test[CgroupControllers.Pids].Path + "/cgroup.procs", $"{stray.Id}");

        test.Group.Kill();

        Assert.Equal(137, stray.Wait());
    }

    [Fact]
    public void A_signal_reaches_every_process()
    {
        using var test = new TestGroup(controllers: CgroupControllers.Freezer);
        Inmate[] inmates = [test.Start("true"), test.Start("true")];

        test.Group.Signal(SIGTERM);

        Assert.All(inmates, static inmate => Assert.Equal(128 + SIGTERM, inmate.Wait()));
    }

    [Fact]
    public void Processes_outside_are_left_alone()
    {
        using var test = new TestGroup(controllers: CgroupControllers.All);
        using var outside = new Inmate("exit 7");
        test.Start("sleep 60");

        test.Group.Kill();

        Assert.Equal(7, outside.Run().ExitCode);
    }

    [Fact]
    public void Killing_an_empty_group_or_one_that_is_gone_is_no_error()
    {
        using var test = new TestGroup(controllers: CgroupControllers.All);
        test.Group.Kill();
        test.Group.Remove();

        test.Group.Kill();
        test.Group.Signal(SIGTERM);

        using Cgroup again = Cgroup.Open(test.Group.ToState());
        again.Kill();
        Assert.Empty(again.ProcessIds());
    }

    [Fact]
    public void An_exited_process_that_its_parent_has_not_awaited_does_not_count()
    {
        using var test = new TestGroup(controllers: CgroupControllers.Freezer);
        Inmate parent = test.Start("sh -c 'exit 0' & exec sleep 60"); // sleep awaits nobody
        parent.Go();
        SpinWait.SpinUntil(() => test.Group.ProcessIds().Count == 1 && Process.GetProcessById(parent.Id).ProcessName == "sleep", 60_000);

        test.Group.Kill();

        Assert.Equal(137, parent.Wait());
        AssertEmptySoon(test.Group);
    }

    internal static Cgroup OnlyLegacy(Cgroup group) =>
        Cgroup.Open([.. group.ToState().Where(static line => !line.StartsWith("unified:", StringComparison.Ordinal))]);

    internal static Inmate Nest(TestGroup test, string below)
    {
        var inmate = test.Start("sleep 60");
        foreach (CgroupDirectory directory in test.Group.Directories)
        {
            string child = $"{directory.Path}/{below}";
            Directory.CreateDirectory(child);
            if (directory.Kind != CgroupDirectoryKind.Parent && !directory.Has(CgroupControllers.CpuSet))
            {
                File.WriteAllText(child + "/cgroup.procs", $"{inmate.Id}");
            }
        }

        return inmate;
    }

    internal static void AssertEmptySoon(Cgroup group)
    {
        SpinWait.SpinUntil(() => group.ProcessIds().Count == 0, 60_000);
        Assert.Empty(group.ProcessIds());
    }
}
