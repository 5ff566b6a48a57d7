using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Cgroups;

/// <summary>Device rules on the real kernel. The device is /dev/kmsg, c 1:11, which root may always read.</summary>
public sealed class DeviceAccessTests
{
    private const string ReadBoth = "if : </dev/null; then echo null; fi; if : </dev/kmsg; then echo kmsg; fi 2>/dev/null";

    private static readonly LinuxDeviceCgroup s_nothing = new() { Allow = false };
    private static readonly LinuxDeviceCgroup s_readLog = new() { Allow = true, Type = DeviceKind.Character, Major = 1, Minor = 11, Access = DeviceAccess.Read };

    [Fact]
    public void What_no_rule_allows_cannot_be_opened()
    {
        SkipUnlessRoot();
        using var test = new TestGroup(Devices(s_nothing));

        Assert.Equal("null\n", Output(test, ReadBoth));
    }

    [Fact]
    public void What_a_rule_allows_can_be_opened_for_that_and_no_more()
    {
        SkipUnlessRoot();
        using var test = new TestGroup(Devices(s_nothing, s_readLog));

        Assert.Equal("null\nkmsg\n", Output(test, ReadBoth));
        Assert.Equal("", Output(test, "if : >>/dev/kmsg; then echo written; fi 2>/dev/null"));
    }

    [Fact]
    public void Everything_may_be_allowed()
    {
        SkipUnlessRoot();
        using var test = new TestGroup(Devices(s_nothing, new() { Allow = true }));

        Assert.Equal("null\nkmsg\n", Output(test, ReadBoth));
    }

    [Fact]
    public void Rules_can_be_changed_while_processes_run()
    {
        SkipUnlessRoot();
        using var test = new TestGroup(Devices(s_nothing));
        Assert.Equal("null\n", Output(test, ReadBoth));
        test.Group.Apply(Devices(s_nothing, s_readLog));
        Assert.Equal("null\nkmsg\n", Output(test, ReadBoth));
        test.Group.Apply(Devices(new LinuxDeviceCgroup { Allow = true }));
        Assert.Equal("null\nkmsg\n", Output(test, ReadBoth));
        test.Group.Apply(Devices(s_nothing));
        Assert.Equal("null\n", Output(test, ReadBoth));
    }

    [Fact]
    public void However_often_rules_are_changed_one_program_is_on_the_group()
    {
        SkipUnlessRoot();
        TestGroup.SkipUnlessUnified(CgroupControllers.None);
        using var test = new TestGroup(Devices(s_nothing));
        test.Group.Apply(Devices(s_nothing, s_readLog));
        test.Group.Apply(Devices(s_nothing));

        Assert.Single(DeviceFilter.Query(test.Group.UnifiedDescriptor));
    }

    [Fact]
    public void Hundreds_of_rules_are_taken()
    {
        SkipUnlessRoot();
        LinuxDeviceCgroup[] rules = [.. Enumerable.Range(20, 300).Select(static i => new LinuxDeviceCgroup { Allow = true, Type = DeviceKind.Character, Major = i, Access = DeviceAccess.Read })];
        using var test = new TestGroup(Devices([s_nothing, .. rules]));

        Assert.Equal("null\n", Output(test, ReadBoth));
    }

    [Fact]
    public void Version_1_writes_what_changes_and_no_more()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Devices);
        using var test = new TestGroup(Devices(s_nothing, s_readLog));
        string[] before = test.Read(CgroupControllers.Devices, "devices.list").Split('\n');

        test.Group.Apply(Devices(s_nothing));
        string[] after = test.Read(CgroupControllers.Devices, "devices.list").Split('\n');

        Assert.Equal(["c 1:11 r"], before.Except(after));
        Assert.Empty(after.Except(before));
    }

    [Fact]
    public void Version_1_refuses_a_hole_in_a_rule()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Devices);
        LinuxDeviceCgroup all = new() { Allow = true, Type = DeviceKind.Character, Major = 10 };
        LinuxDeviceCgroup hole = new() { Allow = false, Type = DeviceKind.Character, Major = 10, Minor = 229, Access = DeviceAccess.Write };

        ContainerException e = Assert.Throws<ContainerException>(() => new TestGroup(Devices(all, hole)));

        Assert.Contains("deny c 10:229 w", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_may_not_load_programs_is_told_so_unless_the_rules_are_left_to_the_user_namespace()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.None);
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may load programs");
        var request = new CgroupRequest { ContainerId = TestGroup.NewId(), Resources = Devices(s_nothing) };

        ContainerException e = Assert.Throws<ContainerException>(() => Cgroup.Create(CgroupHost.Read(), request));
        Assert.Equal(ErrorKind.PermissionDenied, e.Kind);
        Assert.Contains("linux.resources.devices", e.Message, StringComparison.Ordinal);
        Assert.Empty(AbsolutePaths.FindAnywhere(CgroupPath.NameFor(request.ContainerId)));

        using Cgroup without = Cgroup.Create(CgroupHost.Read(), new CgroupRequest { ContainerId = request.ContainerId, Resources = request.Resources, SkipDevices = true });
        without.Remove();
    }

    private static void SkipUnlessRoot()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may restrict devices");
        Assert.SkipUnless(CanReadLog(), "there is no /dev/kmsg that could be read here");
        TestGroup.SkipUnlessPossible();
    }

    private static bool CanReadLog()
    {
        using var outside = new Inmate(ReadBoth);
        return outside.Run().Output == "null\nkmsg\n";
    }

    private static string Output(TestGroup test, string script) => test.Start(script).Run().Output;

    private static LinuxResources Devices(params LinuxDeviceCgroup[] rules) => new() { Devices = [.. rules] };
}
