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
    [InlineData("ro", "ro")]
    [InlineData("nosuid", "nosuid")]
    [InlineData("nodev", "nodev")]
    [InlineData("noexec", "noexec")]
    [InlineData("noatime", "noatime")]
    [InlineData("nodiratime", "nodiratime")]
    [InlineData("nosymfollow", "nosymfollow")]
    [InlineData("relatime", "relatime")]
    public void An_attribute_is_set_on_what_is_bound_and_on_what_is_new(string option, string flag)
    {
        SkipWhereLocked(flag);
        _bundle.Mount("/bound", "bind", "/usr", "bind", option);
        _bundle.Mount("/new", "tmpfs", "tmpfs", option);
        Assert.Contains(flag, Options("/bound"));
        Assert.Contains(flag, Options("/new"));
    }

    [Theory]
    [InlineData("rro", "ro")]
    [InlineData("rnosuid", "nosuid")]
    [InlineData("rnodev", "nodev")]
    [InlineData("rnoexec", "noexec")]
    [InlineData("rnoatime", "noatime")]
    public void An_attribute_with_an_r_is_set_on_all_that_is_mounted_below(string option, string flag)
    {
        SkipWhereLocked(flag);
        _bundle.Mount("/tree", "bind", "/proc", "rbind", option);
        _bundle.Mount("/plain", "tmpfs", "tmpfs");
        _bundle.Mount("/plain/below", "tmpfs", "tmpfs");
        _bundle.Mount("/copy", "bind", $"{_bundle.Root}/plain", "rbind", option);
        Assert.Contains(flag, Options("/tree"));
        Assert.Contains(flag, Options("/copy/below"));
    }

    [Theory]
    [InlineData("sync")]
    [InlineData("dirsync")]
    [InlineData("lazytime")]
    public void A_flag_of_a_file_system_is_set_on_it(string option)
    {
        _bundle.Mount("/new", "tmpfs", "tmpfs", option);
        Assert.Contains(option, Options("/new"));
    }

    [Theory]
    [InlineData("private", " - ")]
    [InlineData("rprivate", " - ")]
    [InlineData("shared", " shared:")]
    [InlineData("rshared", " shared:")]
    [InlineData("unbindable", " unbindable ")]
    [InlineData("runbindable", " unbindable ")]
    public void A_mount_propagates_as_it_says(string option, string mark)
    {
        _bundle.Mount("/bound", "bind", "/usr", "bind", option);
        Assert.Contains(mark, _bundle.See("busybox grep ' /bound ' /proc/self/mountinfo"), StringComparison.Ordinal);
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
    public void A_bind_mount_has_the_attributes_of_its_source_or_those_that_are_asked()
    {
        _bundle.Mount("/source", "tmpfs", "tmpfs", "nosuid", "noexec", "nosymfollow");
        _bundle.Mount("/same", "bind", $"{_bundle.Root}/source", "bind");
        _bundle.Mount("/other", "bind", $"{_bundle.Root}/source", "bind", "nodev");
        string[] same = [.. Options("/same")], other = [.. Options("/other")];
        Assert.All(["nosuid", "noexec", "nosymfollow"], flag => Assert.Contains(flag, same));
        Assert.Contains("nodev", other);
        Assert.DoesNotContain("nosymfollow", other);
        // In a user namespace the kernel holds the others fast.
        Assert.Equal(!Environment.IsPrivilegedProcess, other.Contains("noexec"));
        Assert.Equal(!Environment.IsPrivilegedProcess, other.Contains("nosuid"));
    }

    [Fact]
    public void A_mount_that_is_a_slave_gets_what_its_master_gets()
    {
        Rights.NeedRoot("mounts outside");
        string outside = Directory.CreateTempSubdirectory("pscontainer-slave-").FullName;
        try
        {
            Invariants.Outcome.Of("mount", "-t", "tmpfs", "tmpfs", outside);
            Invariants.Outcome.Of("mount", "--make-shared", outside);
            _bundle.Mount("/slave", "bind", outside, "rbind", "rslave");
            _bundle.Linux["rootfsPropagation"] = "rslave";
            Assert.Contains(" master:", _bundle.See("busybox grep ' /slave ' /proc/self/mountinfo"), StringComparison.Ordinal);
        }
        finally
        {
            Invariants.Outcome.Of("umount", outside);
            Directory.Delete(outside);
        }
    }

    [Fact]
    public void An_option_that_nobody_knows_is_refused()
    {
        _bundle.Mount("/new", "tmpfs", "tmpfs", "nosuchoption");
        Assert.Contains("nosuchoption", _bundle.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_in_the_folder_is_copied_into_the_new_file_system()
    {
        Directory.CreateDirectory($"{_bundle.Root}/data");
        File.WriteAllText($"{_bundle.Root}/data/file", "copied");
        _bundle.Mount("/data", "tmpfs", "tmpfs", "tmpcopyup");
        Assert.Equal("copied", _bundle.See("cat /data/file; echo changed > /data/file"));
        Assert.Equal("copied", File.ReadAllText($"{_bundle.Root}/data/file"));
    }

    [Fact]
    public void Links_are_followed_bound_or_copied_as_is_asked()
    {
        File.WriteAllText($"{_bundle.Folder}/file", "content");
        File.CreateSymbolicLink($"{_bundle.Folder}/link", "file");
        File.CreateSymbolicLink($"{_bundle.Root}/there", "nowhere");
        _bundle.Mount("/followed", "bind", $"{_bundle.Folder}/link", "bind");
        _bundle.Mount("/there", "bind", $"{_bundle.Folder}/link", "bind", "src-nofollow", "dest-nofollow");
        _bundle.Mount("/copied", "bind", $"{_bundle.Folder}/link", "copy-symlink");
        Assert.Equal("content file file", _bundle.See("echo $(cat /followed) $(busybox readlink /there) $(busybox readlink /copied)"));
    }

    [Fact]
    public void Owners_are_shown_by_a_mounts_own_map()
    {
        Rights.NeedRoot("maps ids that no user may");
        _bundle.Mount("/mapped", "bind", _bundle.Root, "bind");
        _bundle.Mounts[^1]!["uidMappings"] = Parse("""[{"containerID": 0, "hostID": 1000, "size": 1}]""");
        _bundle.Mounts[^1]!["gidMappings"] = Parse("""[{"containerID": 0, "hostID": 2000, "size": 1}]""");
        var outcome = _bundle.Run("stat", "-c", "%u:%g", "/mapped");
        Assert.SkipWhen(outcome.Errors.Contains("mount_setattr", StringComparison.Ordinal), "the file system takes no maps");
        Assert.Equal("1000:2000\n", outcome.Output);
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

    private static void SkipWhereLocked(string flag)
    {
        if (flag.EndsWith("atime", StringComparison.Ordinal) && flag != "relatime")
        {
            Rights.NeedRoot("the access times of the host's mounts are locked in a user namespace");
        }
    }

    // Those of the mount and those of the file system.
    private string[] Options(string target)
    {
        string[] fields = _bundle.See($"busybox grep ' {target} ' /proc/self/mountinfo").Split(' ');
        return [.. fields[5].Split(','), .. fields[^1].Split(',')];
    }
}
