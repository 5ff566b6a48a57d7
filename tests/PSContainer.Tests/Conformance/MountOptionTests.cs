using System.Text.Json.Nodes;
using PSContainer.Tests.Invariants;
using static PSContainer.Tests.Conformance.ConformanceBundle;

namespace PSContainer.Tests.Conformance;

/// <summary>config.md, "Mounts": what the options of a mount do, on the kernel.</summary>
public sealed class MountOptionTests : IDisposable
{
    private readonly ConformanceBundle _bundle = new();

    public void Dispose() => _bundle.Dispose();

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
