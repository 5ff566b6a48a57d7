using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Hosting;
using PSContainer.Interop;
using PSContainer.State;

namespace PSContainer.Tests.Hosting;

public sealed class HostChecksTests : IDisposable
{
    private readonly FakeHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void A_machine_that_has_everything_is_all_right()
    {
        IReadOnlyList<ContainerHostCheck> checks = _host.CheckAll();
        Assert.Equal(29, checks.Count);
        Assert.All(checks, static check => Assert.Equal((ContainerHostStatus.Ok, null), (check.Status, check.Remedy)));
        Assert.Equal(checks.Count, checks.Select(static check => check.Name).Distinct().Count());
    }

    [Fact]
    public void A_machine_that_has_nothing_gives_a_remedy_for_each_lack()
    {
        string empty = Directory.CreateTempSubdirectory("host-").FullName;
        try
        {
            var host = new HostView(empty)
            {
                LauncherPath = "/pscontainer", StateRoot = StateRoot.At(empty + "/none/state"), Probe = static _ => Errno.ENOSYS,
                Cgroups = new CgroupLayout([]), UserId = 1000,
            };
            ContainerHostCheck[] checks = [.. HostChecks.Run(host)];
            Assert.All(checks.Where(static check => check.Name is not ("FreshProc" or "MemfdExecution")), static check =>
            {
                Assert.NotEqual(ContainerHostStatus.Ok, check.Status);
                Assert.False(string.IsNullOrWhiteSpace(check.Remedy), check.Name);
                Assert.False(string.IsNullOrWhiteSpace(check.Detail), check.Name);
            });
        }
        finally
        {
            Directory.Delete(empty, recursive: true);
        }
    }

    [Theory]
    [InlineData("5.11.22", ContainerHostStatus.Missing)]
    [InlineData("4.19.0-amd64", ContainerHostStatus.Missing)]
    [InlineData("", ContainerHostStatus.Missing)]
    [InlineData("5.12.0", ContainerHostStatus.Limited)]
    [InlineData("5.15.0-100-generic", ContainerHostStatus.Limited)]
    [InlineData("6.0.0", ContainerHostStatus.Ok)]
    [InlineData("10.1-rc1", ContainerHostStatus.Ok)]
    public void The_kernel_has_to_be_new_enough(string release, ContainerHostStatus status)
    {
        _host.Write("/proc/sys/kernel/osrelease", release + "\n");
        Assert.Equal(status, _host.Check("Kernel").Status);
    }

    [Theory]
    [InlineData("Clone3", (int)KernelCall.Clone3, Errno.ENOSYS)]
    [InlineData("Clone3", (int)KernelCall.Clone3, Errno.EPERM)]
    [InlineData("Pidfd", (int)KernelCall.PidfdOpen, Errno.ENOSYS)]
    [InlineData("OpenAt2", (int)KernelCall.OpenAt2, Errno.ENOSYS)]
    [InlineData("CloseRange", (int)KernelCall.CloseRange, Errno.ENOSYS)]
    [InlineData("MountApi", (int)KernelCall.OpenTree, Errno.ENOSYS)]
    [InlineData("MountApi", (int)KernelCall.MountSetAttr, Errno.EPERM)]
    public void A_call_that_is_filtered_is_missing(string name, int call, int errno)
    {
        _host.Refuse((KernelCall)call, errno);
        ContainerHostCheck check = _host.Check(name);
        Assert.Equal(ContainerHostStatus.Missing, check.Status);
        Assert.Contains("seccomp", check.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_only_finds_fault_with_its_arguments_is_there()
    {
        _host.Refuse(KernelCall.Clone3, Errno.EINVAL);
        Assert.Equal(ContainerHostStatus.Ok, _host.Check("Clone3").Status);
    }

    [Theory]
    [InlineData("pid", "PidNamespace", ContainerHostStatus.Missing)]
    [InlineData("mnt", "MountNamespace", ContainerHostStatus.Missing)]
    [InlineData("time", "TimeNamespace", ContainerHostStatus.Limited)]
    [InlineData("cgroup", "CgroupNamespace", ContainerHostStatus.Limited)]
    [InlineData("user", "UserNamespace", ContainerHostStatus.Limited)]
    public void Namespaces_can_be_switched_off_or_lacking(string file, string name, ContainerHostStatus status)
    {
        _host.Write($"/proc/sys/user/max_{file}_namespaces", "0\n");
        Assert.Equal(status, _host.Check(name).Status);
        Assert.Contains($"user.max_{file}_namespaces", _host.Check(name).Remedy, StringComparison.Ordinal);
        _host.Remove($"/proc/self/ns/{file}");
        Assert.Equal(status, _host.Check(name).Status);
        Assert.Contains("CONFIG_", _host.Check(name).Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/sys/user/max_user_namespaces", "0")]
    [InlineData("/proc/sys/kernel/unprivileged_userns_clone", "0")]
    [InlineData("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1")]
    public void User_namespaces_are_needed_by_users(string file, string value)
    {
        _host.AsUser();
        Assert.Equal(ContainerHostStatus.Ok, _host.Check("UserNamespace").Status);
        _host.Write(file, value);
        Assert.Equal(ContainerHostStatus.Missing, _host.Check("UserNamespace").Status);
        Assert.Contains("sysctl", _host.Check("UserNamespace").Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/sys/kernel/unprivileged_userns_clone", "0")]
    [InlineData("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1")]
    public void What_is_kept_from_users_is_not_kept_from_root(string file, string value)
    {
        _host.Write(file, value);
        Assert.Equal(ContainerHostStatus.Ok, _host.Check("UserNamespace").Status);
    }

    [Fact]
    public void A_launcher_has_to_be_there_and_executable()
    {
        _host.Write("/module/pscontainer", "");
        Assert.Contains("chmod", _host.Check("Launcher").Remedy, StringComparison.Ordinal);
        _host.Remove("/module/pscontainer");
        Assert.Contains("dotnet build", _host.Check("Launcher").Remedy, StringComparison.Ordinal);
        Assert.Equal(ContainerHostStatus.Missing, _host.Check("Launcher").Status);
    }

    [Fact]
    public void Memfds_that_cannot_be_executed_are_in_a_users_way()
    {
        _host.Write("/proc/sys/vm/memfd_noexec", "2");
        Assert.Equal(ContainerHostStatus.Ok, _host.Check("MemfdExecution").Status);
        Assert.Equal(ContainerHostStatus.Missing, _host.AsUser().Check("MemfdExecution").Status);
        _host.Write("/proc/sys/vm/memfd_noexec", "1");
        Assert.Equal(ContainerHostStatus.Ok, _host.Check("MemfdExecution").Status);
    }

    [Fact]
    public void A_user_needs_subordinate_ids_and_helpers_for_more_than_one_id()
    {
        _host.AsUser();
        Assert.Contains("/etc/subuid", _host.Check("SubordinateIds").Detail, StringComparison.Ordinal);
        _host.Write("/etc/subuid", "other:100000:65536\nuser:165536:65536\n");
        Assert.Contains("/etc/subgid", _host.Check("SubordinateIds").Detail, StringComparison.Ordinal);
        _host.Write("/etc/subgid", "1000:165536:65536\n");
        Assert.Contains("newuidmap", _host.Check("SubordinateIds").Detail, StringComparison.Ordinal);
        _host.Write("/usr/bin/newuidmap", "", executable: true, setUid: true);
        _host.Write("/usr/bin/newgidmap", "", executable: true);
        Assert.Contains("newgidmap", _host.Check("SubordinateIds").Detail, StringComparison.Ordinal);
        _host.Write("/usr/bin/newgidmap", "", executable: true, setUid: true);
        Assert.Equal((ContainerHostStatus.Ok, "65536 user ids, 65536 group ids"), (_host.Check("SubordinateIds").Status, _host.Check("SubordinateIds").Detail));
    }

    [Fact]
    public void A_masked_proc_is_in_a_users_way()
    {
        _host.Write("/proc/self/mountinfo", "22 1 0:21 / /proc rw - proc proc rw\n23 22 0:22 /null /proc/kcore rw - tmpfs tmpfs rw\n");
        Assert.Equal(ContainerHostStatus.Limited, _host.Check("FreshProc").Status);
        Assert.Equal(ContainerHostStatus.Missing, _host.AsUser().Check("FreshProc").Status);
    }

    [Fact]
    public void Controllers_are_looked_for_in_either_version()
    {
        _host.Write("/cgroup/cgroup.controllers", "cpu pids");
        Assert.Equal(ContainerHostStatus.Ok, _host.Check("PidsController").Status);
        Assert.Equal(ContainerHostStatus.Limited, _host.Check("MemoryController").Status);
        Assert.Contains("cgroup_enable=memory", _host.Check("MemoryController").Remedy, StringComparison.Ordinal);

        _host.Cgroups = _host.Layout(isUnified: false, CgroupControllers.Memory);
        Assert.Equal(ContainerHostStatus.Ok, _host.Check("MemoryController").Status);
        Assert.Equal(ContainerHostStatus.Limited, _host.Check("Cgroups").Status);
        Assert.Equal(ContainerHostStatus.Limited, _host.Check("PidsController").Status);

        _host.Cgroups = new CgroupLayout([]);
        Assert.Equal(ContainerHostStatus.Limited, _host.Check("Cgroups").Status);
    }

    [Fact]
    public void A_group_that_may_not_be_changed_limits()
    {
        _host.Cgroups = new CgroupLayout([new CgroupHierarchy(true, CgroupControllers.Memory, "/proc/self/ns", "/", "/")]);
        ContainerHostCheck check = _host.Check("MemoryController");
        Assert.Equal(ContainerHostStatus.Limited, check.Status);
        Assert.Contains("Delegate=yes", check.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Security_and_devices_are_looked_at()
    {
        _host.Write("/proc/sys/kernel/seccomp/actions_avail", "trap errno trace allow");
        Assert.Equal(ContainerHostStatus.Limited, _host.Check("Seccomp").Status);
        _host.Remove("/proc/sys/kernel/seccomp/actions_avail");
        Assert.Equal(ContainerHostStatus.Missing, _host.Check("Seccomp").Status);

        _host.Write("/sys/module/apparmor/parameters/enabled", "N");
        Assert.Equal(ContainerHostStatus.Limited, _host.Check("SecurityModule").Status);
        _host.Write("/sys/fs/selinux/enforce", "1");
        Assert.Equal("SELinux, enforcing", _host.Check("SecurityModule").Detail);

        _host.Write("/proc/filesystems", "nodev\tproc\n");
        Assert.Equal(ContainerHostStatus.Limited, _host.Check("OverlayFS").Status);
        Assert.Equal(ContainerHostStatus.Limited, _host.Check("Terminal").Status);
        _host.Write("/lib/modules/6.12.9-test/modules.dep", "kernel/fs/overlayfs/overlay.ko.xz: kernel/x.ko\n");
        Assert.Equal(ContainerHostStatus.Ok, _host.Check("OverlayFS").Status);
    }

    [Fact]
    public void A_state_folder_of_another_is_missing_one()
    {
        string path = Directory.CreateTempSubdirectory("host-").FullName;
        try
        {
            File.SetUnixFileMode(path, (UnixFileMode)0x1FF);
            _host.StateRoot = StateRoot.At(path);
            ContainerHostCheck check = _host.Check("StateFolder");
            Assert.Equal(ContainerHostStatus.Missing, check.Status);
            Assert.DoesNotContain(check.Remedy!, check.Detail, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(path);
        }
    }
}
