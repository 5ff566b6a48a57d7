using System.Text.Json.Nodes;
using PSContainer.Tests.Invariants;
using static PSContainer.Tests.Conformance.ConformanceBundle;

namespace PSContainer.Tests.Conformance;

/// <summary>config.md, "Root" and "Mounts", and what config-linux.md has about files, on the kernel.</summary>
public sealed class FileSystemTests : IDisposable
{
    private readonly ConformanceBundle _bundle = new();

    public void Dispose() => _bundle.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_root_is_the_folder_that_is_named(bool absolute)
    {
        File.WriteAllText($"{_bundle.Root}/mine", "mine");
        _bundle.Spec["root"] = new JsonObject { ["path"] = absolute ? _bundle.Root : "rootfs" };
        Assert.Equal("mine", _bundle.See("cat /mine"));
    }

    [Fact]
    public void A_root_that_is_read_only_is_not_written_to()
    {
        _bundle.Spec["root"]!["readonly"] = true;
        Assert.Contains("Read-only file system", _bundle.See("touch /x 2>&1 || true"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tmpfs", "size=64k")]
    [InlineData("ramfs")]
    [InlineData("mqueue")]
    [InlineData("devpts", "newinstance")]
    [InlineData("sysfs")]
    [InlineData("proc")]
    public void A_file_system_of_each_type_is_mounted(string type, params string[] data)
    {
        _bundle.Mount("/new/place", type, "any", data);
        string[] fields = _bundle.See("busybox grep ' /new/place ' /proc/self/mounts").Split(' ');
        Assert.Equal(type, fields[2]);
        Assert.All(data.Where(static item => item.Contains('=', StringComparison.Ordinal)), item => Assert.Contains(item, fields[3], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_path_of_the_hosts_in_the_root_is_one_in_the_root_with_what_is_mounted_there(bool inUserNamespace, bool mapped)
    {
        Rights.NeedRoot("maps more than its own ids");
        JsonNode maps = Parse("""[{"containerID": 0, "hostID": 0, "size": 65536}]""");
        if (inUserNamespace)
        {
            _bundle.Linux["namespaces"]!.AsArray().Add(Parse("""{"type": "user"}"""));
            _bundle.Linux["uidMappings"] = maps.DeepClone();
            _bundle.Linux["gidMappings"] = maps.DeepClone();
        }

        Directory.CreateDirectory($"{_bundle.Root}/source/below");
        File.WriteAllText($"{_bundle.Root}/source/below/file", "below");
        _bundle.Mount("/tree", "bind", $"{_bundle.Root}/source", "rbind");
        // Into the tree that is mounted, and then all of it elsewhere.
        _bundle.Mount($"{_bundle.Root}/tree/below/again", "bind", $"{_bundle.Root}/tree/below", "rbind");
        _bundle.Mount($"{_bundle.Root}/all", "bind", $"{_bundle.Root}/tree", "rbind");
        if (mapped)
        {
            _bundle.Mounts[^1]!["uidMappings"] = maps.DeepClone();
            _bundle.Mounts[^1]!["gidMappings"] = maps.DeepClone();
            _bundle.Mounts[^1]!["options"]!.AsArray().Add("ridmap");
        }

        Assert.Equal("below", _bundle.See("cat /all/below/again/file"));
        Assert.False(Directory.Exists($"{_bundle.Root}{_bundle.Root}"));
    }

    [Fact]
    public void Layers_are_put_over_each_other()
    {
        // The upper layer of an overlay cannot be on every file system: read-only layers can.
        foreach (string layer in (string[])["one", "two"])
        {
            Directory.CreateDirectory($"{_bundle.Folder}/{layer}");
            File.WriteAllText($"{_bundle.Folder}/{layer}/{layer}", layer);
        }

        _bundle.Mount("/layers", "overlay", "overlay", $"lowerdir={_bundle.Folder}/one:{_bundle.Folder}/two");
        Assert.Equal("onetwo", _bundle.See("cat /layers/one /layers/two"));
    }

    [Fact]
    public void The_containers_own_cgroup_is_the_root_of_what_is_mounted()
    {
        _bundle.Namespaces.Add(Parse("""{"type": "cgroup"}"""));
        _bundle.Mount("/sys/fs/cgroup", "cgroup", "cgroup", "ro", "nosuid", "noexec", "nodev");
        Assert.Equal("1", _bundle.See("for f in /sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/*/cgroup.procs; do cat $f 2>/dev/null; done | busybox grep -m1 -x 1"));
    }

    [Theory]
    [InlineData("/proc/self")]
    [InlineData("/proc/1/attr")]
    public void A_processs_folder_is_not_mounted_over(string target)
    {
        _bundle.Mount(target, "tmpfs", "tmpfs");
        Assert.Contains("$.mounts[4].destination", _bundle.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("private", " - ")]
    [InlineData("rprivate", " - ")]
    [InlineData("shared", " shared:")]
    [InlineData("rshared", " shared:")]
    [InlineData("unbindable", " unbindable ")]
    [InlineData("runbindable", " unbindable ")]
    public void The_root_propagates_as_it_says(string propagation, string mark)
    {
        _bundle.Linux["rootfsPropagation"] = propagation;
        Assert.Contains(mark, _bundle.See("busybox grep ' / / \\| /rootfs / \\|rootfs / ' /proc/self/mountinfo"), StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_are_masked_and_read_only()
    {
        File.WriteAllText($"{_bundle.Root}/secret", "secret");
        Directory.CreateDirectory($"{_bundle.Root}/folder/below");
        _bundle.Linux["maskedPaths"] = Parse("""["/secret", "/folder", "/not/there"]""");
        _bundle.Linux["readonlyPaths"] = Parse("""["/tmp", "/not/there"]""");
        Assert.Equal("[] [] no", _bundle.See("echo [$(cat /secret)] [$(ls /folder)] $(touch /tmp/x 2>/dev/null || echo no)"));
    }

    [Fact]
    public void Devices_are_made_as_they_are_described()
    {
        Rights.NeedRoot("makes devices");
        _bundle.Linux["devices"] = Parse("""
            [
              {"path": "/dev/mine", "type": "c", "major": 1, "minor": 5, "fileMode": 416, "uid": 5, "gid": 6},
              {"path": "/dev/disk", "type": "b", "major": 7, "minor": 0},
              {"path": "/dev/pipe", "type": "p"}
            ]
            """);
        Assert.Equal(
            "character special file 1,5 640 5:6,block special file 7,0,fifo",
            _bundle.See("busybox printf '%s,%s,%s' \"$(stat -c '%F %t,%T %a %u:%g' /dev/mine)\" \"$(stat -c '%F %t,%T' /dev/disk)\" \"$(stat -c %F /dev/pipe)\""));
    }

    [Fact]
    public void The_devices_of_every_container_are_there() => Assert.Equal(
        "1,3 1,5 1,7 1,8 1,9 5,0 /proc/self/fd pts/ptmx",
        _bundle.See("echo $(for d in null zero full random urandom tty; do stat -c %t,%T /dev/$d; done) $(busybox readlink /dev/fd) $(busybox readlink /dev/ptmx)"));

    [Fact]
    public void A_label_for_mounts_is_an_error_without_its_module()
    {
        Assert.SkipWhen(Directory.Exists("/sys/fs/selinux"), "this kernel runs SELinux");
        _bundle.Linux["mountLabel"] = "system_u:object_r:container_file_t:s0";
        Assert.Contains("mountLabel", _bundle.Refusal(), StringComparison.Ordinal);
    }
}
