using System.Text;
using PSContainer.Cgroups;

namespace PSContainer.Tests.Cgroups;

public sealed class CgroupLayoutTests
{
    private const string Unrelated = "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard\n22 27 0:21 / /proc rw - proc proc rw\n";

    [Fact]
    public void Version_2_alone_is_unified()
    {
        CgroupLayout layout = Parse(
            "31 23 0:28 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot\n",
            "0::/user.slice/user-1000.slice/session-2.scope\n");

        Assert.Equal(CgroupMode.Unified, layout.Mode);
        Assert.Equal("/sys/fs/cgroup", layout.Unified!.MountPoint);
        Assert.Equal("/sys/fs/cgroup/user.slice/user-1000.slice/session-2.scope", layout.Unified.OwnDirectory);
    }

    [Fact]
    public void Version_1_beside_version_2_is_hybrid()
    {
        CgroupLayout layout = Parse(
            """
            31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
            32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
            41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw

            """,
            "9:name=systemd:/\n4:memory:/work/job-1\n1:cpu:/\n0::/\n");

        Assert.Equal(CgroupMode.Hybrid, layout.Mode);
        Assert.Equal("/sys/fs/cgroup/memory/work/job-1", layout.Find(CgroupControllers.Memory)!.OwnDirectory);
        Assert.Equal("/sys/fs/cgroup/cpu", layout.Find(CgroupControllers.Cpu)!.OwnDirectory);
        Assert.Equal("/sys/fs/cgroup/systemd", layout.Find(CgroupControllers.Other)!.MountPoint);
        Assert.Equal("/sys/fs/cgroup/unified", layout.Unified!.OwnDirectory);
        Assert.Null(layout.Find(CgroupControllers.Pids));
    }

    [Fact]
    public void Controllers_that_share_a_hierarchy_are_found_by_each_name()
    {
        CgroupLayout layout = Parse(
            """
            33 25 0:30 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:10 - cgroup cgroup rw,cpu,cpuacct
            34 25 0:31 / /sys/fs/cgroup/net_cls,net_prio rw,nosuid shared:11 - cgroup cgroup rw,net_cls,net_prio

            """,
            "5:net_cls,net_prio:/\n4:cpu,cpuacct:/system.slice\n");

        Assert.Equal(CgroupMode.Legacy, layout.Mode);
        Assert.Same(layout.Find(CgroupControllers.Cpu), layout.Find(CgroupControllers.CpuAccounting));
        Assert.Equal("/sys/fs/cgroup/cpu,cpuacct/system.slice", layout.Find(CgroupControllers.Cpu)!.OwnDirectory);
        Assert.Equal(
            CgroupControllers.Cpu | CgroupControllers.CpuAccounting | CgroupControllers.NetworkClass | CgroupControllers.NetworkPriority,
            layout.Controllers);
    }

    [Fact]
    public void What_lies_below_a_mount_over_all_is_not_there()
    {
        CgroupLayout layout = Parse(
            """
            31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
            32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
            60 31 0:38 / /sys/fs/cgroup rw,relatime - cgroup2 none rw

            """,
            "4:memory:/work/job-1\n1:cpu:/\n0::/\n");

        Assert.Equal(CgroupMode.Unified, layout.Mode);
        Assert.Equal("/sys/fs/cgroup", layout.Unified!.OwnDirectory);
    }

    [Fact]
    public void What_is_mounted_on_top_after_all_is_there()
    {
        CgroupLayout layout = Parse(
            """
            31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            60 31 0:60 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw
            61 60 0:33 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
            62 23 0:62 / /sys/fs rw,relatime shared:4 - tmpfs tmpfs rw
            63 62 0:34 / /sys/fs/groups rw,relatime - cgroup cgroup rw,freezer
            64 63 0:34 / /sys/fs/groups rw,relatime - cgroup cgroup rw,freezer

            """,
            "5:freezer:/a\n4:memory:/work\n1:pids:/\n");

        Assert.Equal("/sys/fs/groups/a", layout.Find(CgroupControllers.Freezer)!.OwnDirectory);
        Assert.Null(layout.Find(CgroupControllers.Memory));
        Assert.Null(layout.Find(CgroupControllers.Pids));
    }

    [Fact]
    public void A_mount_in_an_odd_place_is_found_and_its_name_decoded()
    {
        CgroupLayout layout = Parse(
            "50 27 0:30 / /mnt/my\\040groups\\134x/cg rw - cgroup cgroup rw,seclabel,pids\n", "3:pids:/a b\n");

        Assert.Equal(@"/mnt/my groups\x/cg/a b", layout.Find(CgroupControllers.Pids)!.OwnDirectory);
    }

    [Fact]
    public void In_a_container_without_a_cgroup_namespace_only_what_is_below_the_mount_counts()
    {
        CgroupLayout layout = Parse(
            "50 27 0:30 /docker/abc /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw\n", "0::/docker/abc/inner\n");

        Assert.Equal("/sys/fs/cgroup/inner", layout.Unified!.OwnDirectory);
    }

    [Theory]
    [InlineData("/docker/abc", "/docker/abcdef")]
    [InlineData("/docker/abc", "/")]
    [InlineData("/", "/../other")]
    public void A_group_outside_of_what_is_mounted_has_no_directory(string root, string own)
    {
        CgroupLayout layout = Parse($"50 27 0:30 {root} /sys/fs/cgroup rw - cgroup2 cgroup rw\n", $"0::{own}\n");

        Assert.Null(layout.Unified!.OwnDirectory);
    }

    [Fact]
    public void In_a_cgroup_namespace_the_mounts_root_is_the_callers_group()
    {
        CgroupLayout layout = Parse("50 27 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup rw\n", "0::/\n");

        Assert.Equal("/sys/fs/cgroup", layout.Unified!.OwnDirectory);
    }

    [Fact]
    public void Of_two_mounts_of_a_hierarchy_the_usual_place_is_taken()
    {
        CgroupLayout layout = Parse(
            "50 27 0:30 / /mnt/cg rw - cgroup2 cgroup rw\n51 27 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup rw\n52 27 0:30 / /srv/cg rw - cgroup2 cgroup rw\n",
            "0::/\n");

        Assert.Equal("/sys/fs/cgroup", layout.Unified!.MountPoint);
    }

    [Fact]
    public void A_mount_over_another_hides_it()
    {
        CgroupLayout layout = Parse(
            "50 27 0:30 / /sys/fs/cgroup rw - cgroup cgroup rw,memory\n51 50 0:31 / /sys/fs/cgroup rw - cgroup2 cgroup rw\n",
            "3:memory:/\n0::/\n");

        Assert.Equal(CgroupMode.Unified, layout.Mode);
    }

    [Fact]
    public void A_group_may_have_a_colon_in_its_name()
    {
        CgroupLayout layout = Parse("50 27 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup rw\n", "0::/a:b/c\n");

        Assert.Equal("/sys/fs/cgroup/a:b/c", layout.Unified!.OwnDirectory);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("", "0::/\n")]
    [InlineData("50 27 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup rw\n", "")]
    [InlineData("garbage\n - cgroup\n - cgroup2\n50 - cgroup cgroup rw\n", "x\n:\n::\n3\n3:\n")]
    public void Without_a_mount_and_a_group_there_is_nothing(string mounts, string groups)
    {
        Assert.Equal(CgroupMode.None, Parse(mounts, groups).Mode);
    }

    [Fact]
    public void This_machines_layout_names_directories_that_are_there()
    {
        CgroupLayout layout = CgroupHost.Read();

        Assert.SkipWhen(layout.Mode == CgroupMode.None, "no cgroup file system is mounted");
        Assert.All(layout.Hierarchies, static hierarchy => Assert.True(File.Exists(hierarchy.MountPoint + "/cgroup.procs"), hierarchy.MountPoint));
    }

    [Fact]
    public void The_usual_places_and_the_list_of_mounts_tell_the_same()
    {
        byte[] groups = File.ReadAllBytes("/proc/self/cgroup");
        CgroupLayout? usual = UsualPlaces.Find(groups);
        CgroupLayout listed = CgroupLayout.Parse(File.ReadAllBytes("/proc/self/mountinfo"), groups);

        Assert.SkipWhen(usual is null, "a hierarchy is not where it usually is");
        Assert.Equal(Describe(listed), Describe(usual));
    }

    [Fact]
    public void No_text_however_mangled_is_more_than_an_odd_layout()
    {
        byte[] mounts = Encoding.UTF8.GetBytes(
            Unrelated + "50 27 0:30 / /mnt/my\\040groups rw - cgroup cgroup rw,cpu,cpuacct\n51 50 0:31 /a /b rw shared:1 - cgroup2 cgroup rw\n");
        byte[] groups = "5:cpu,cpuacct:/x\n1:name=systemd:/\n0::/a/b\n"u8.ToArray();
        var random = new Random(20240609);
        for (int round = 0; round < 50_000; round++)
        {
            _ = CgroupLayout.Parse(Mangle(mounts, random), Mangle(groups, random)).Mode;
        }
    }

    private static byte[] Mangle(byte[] text, Random random)
    {
        byte[] mangled = text[..random.Next(text.Length + 1)];
        for (int i = random.Next(4); i > 0 && mangled.Length > 0; i--)
        {
            mangled[random.Next(mangled.Length)] = " \n\\:,-/=0\0\xFF"u8[random.Next(11)];
        }

        return mangled;
    }

    private static IEnumerable<string> Describe(CgroupLayout layout) => layout.Hierarchies.Select(
        static hierarchy => $"{hierarchy.IsUnified} {hierarchy.Controllers} {hierarchy.MountPoint} {hierarchy.OwnDirectory}");

    private static CgroupLayout Parse(string mounts, string groups) =>
        CgroupLayout.Parse(Encoding.UTF8.GetBytes(Unrelated + mounts), Encoding.UTF8.GetBytes(groups));
}
