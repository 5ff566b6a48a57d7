using System.Diagnostics;
using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Cgroups;

public sealed class CgroupLifeTests
{
    [Fact]
    public void A_group_is_made_in_what_is_needed_and_removed_without_trace()
    {
        Needs.Memory();
        Needs.Pids();
        CgroupLayout layout = CgroupHost.Read();

        Cgroup cgroup = Cgroup.Create(layout, new CgroupRequest
        {
            ContainerId = TestGroup.NewId(),
            Resources = new LinuxResources { Memory = new LinuxMemory { Limit = 64 << 20 }, Pids = new LinuxPids { Limit = 100 } },
        });
        IReadOnlyList<string> state = cgroup.ToState();
        using Process sleeper = Process.Start("sleep", "60");
        cgroup.Attach(sleeper.Id);

        Assert.Equal([sleeper.Id], cgroup.ProcessIds());
        CgroupStatistics statistics = cgroup.ReadStatistics();
        Assert.Equal(64 << 20, statistics.MemoryLimit);
        Assert.Equal(100, statistics.PidsLimit);
        Assert.Equal(1, statistics.PidsCurrent);

        cgroup.Freeze();
        Assert.True(cgroup.IsFrozen);
        cgroup.Thaw();
        Assert.False(cgroup.IsFrozen);
        cgroup.Kill();
        Assert.True(sleeper.WaitForExit(5000));
        cgroup.Remove();
        Assert.All(state, static line => Assert.False(Directory.Exists(line[(line.IndexOf(':') + 1)..]), line));
        cgroup.Dispose();
    }
}
