using PSContainer.Cgroups;

namespace PSContainer.Tests.Cgroups;

public sealed class CgroupFreezeTests
{
    [Fact]
    public void A_frozen_process_stands_still_until_it_is_thawed()
    {
        using var test = new TestGroup(controllers: CgroupControllers.Freezer);
        AssertStandsStill(test, test.Group);
    }

    [Fact]
    public void The_freezer_of_version_1_does_the_same()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Freezer);
        using var test = new TestGroup(controllers: CgroupControllers.Freezer);
        using Cgroup legacy = CgroupKillTests.OnlyLegacy(test.Group);
        AssertStandsStill(test, legacy);
    }

    [Fact]
    public void Freezing_twice_and_thawing_what_is_not_frozen_are_no_errors()
    {
        using var test = new TestGroup(controllers: CgroupControllers.Freezer);
        test.Group.Thaw();
        test.Group.Freeze();
        test.Group.Freeze();
        Assert.True(test.Group.IsFrozen);
        test.Group.Thaw();
        test.Group.Thaw();
        Assert.False(test.Group.IsFrozen);
    }

    private static void AssertStandsStill(TestGroup test, Cgroup group)
    {
        Inmate inmate = test.Start("exit 3");
        group.Freeze();
        Assert.True(group.IsFrozen);
        inmate.Go();
        Thread.Sleep(100);
        Assert.False(inmate.HasExited);

        group.Thaw();

        Assert.Equal(3, inmate.Wait());
        Assert.False(group.IsFrozen);
    }
}
