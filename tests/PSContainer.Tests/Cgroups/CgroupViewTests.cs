using System.Diagnostics;
using PSContainer.Cgroups;

namespace PSContainer.Tests.Cgroups;

/// <summary>Runs the tests of cgroups once more where they are mounted otherwise: in a mount namespace of their own.</summary>
public sealed class CgroupViewTests
{
    private const string Guard = "PSCONTAINER_TEST_VIEW";

    [Theory]
    [InlineData(CgroupMode.Unified, "umount -l -R /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup")]
    [InlineData(CgroupMode.Legacy, "umount -l /sys/fs/cgroup/unified")]
    [InlineData(CgroupMode.None, "umount -l -R /sys/fs/cgroup")]
    [InlineData(CgroupMode.Hybrid, "mkdir '/mnt/my groups' && mount --move /sys/fs/cgroup '/mnt/my groups'", "mount -t tmpfs none /mnt")]
    public void The_same_holds_where_cgroups_are_mounted_otherwise(CgroupMode mode, string mounts, string before = "true")
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(Guard) is not null, "this is such a run already");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may mount");
        Assert.SkipUnless(CgroupHost.Read().Mode == CgroupMode.Hybrid, "the views are cut out of a machine that has both versions");

        string control = CgroupHost.Read().Unified!.MountPoint + "/cgroup.subtree_control";
        CgroupControllers enabled = ControllerNames.ParseList(File.ReadAllBytes(control));
        (int exitCode, string output) = Run($"{before} && {mounts} && exec '{Environment.ProcessPath}' -class '*Cgroups.*'", mode);

        foreach (CgroupControllers one in ControllerNames.Each(ControllerNames.ParseList(File.ReadAllBytes(control)) & ~enabled))
        {
            File.WriteAllText(control, "-" + System.Text.Encoding.ASCII.GetString(ControllerNames.UnifiedName(one)));
        }

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void A_run_in_a_view_sees_that_view()
    {
        string? view = Environment.GetEnvironmentVariable(Guard);
        Assert.SkipWhen(view is null, "this is no such run");

        Assert.Equal(view, CgroupHost.Read().Mode.ToString());
    }

    private static (int ExitCode, string Output) Run(string script, CgroupMode mode)
    {
        var start = new ProcessStartInfo("unshare", ["--mount", "--propagation", "private", "/bin/sh", "-c", script])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment[Guard] = mode.ToString();
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
