using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Invariants;

/// <summary>Invariants 4, 6 and 7: links in the root redirect no set-up to the host, not even when they change meanwhile.</summary>
[Collection(WholeMachine.Collection)]
public sealed class HostilePathTests
{
    private static readonly string[] s_targets = ["dev", "proc", "sys", "tmp/mounted", "tmp/deep/er"];

    public static TheoryData<string> Links =>
    [
        "OUTSIDE", "OUTSIDE/missing", "../../../../../../../../../../../../OUTSIDE", "../outside", "/proc/1/root/OUTSIDE", "/proc/self/cwd/../outside",
        "/nowhere/at/all", "/dev", "loop",
    ];

    [Theory]
    [MemberData(nameof(Links))]
    [LeavesNothing]
    public void A_link_at_a_mount_target_changes_nothing_outside(string link)
    {
        foreach (string target in s_targets)
        {
            using var bundle = new Bundle();
            string outside = Outside(bundle);
            string path = $"{bundle.Root}/{target}";
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Directory.Delete(Directory.CreateDirectory(path).FullName);
            File.CreateSymbolicLink(path, link == "loop" ? Path.GetFileName(path) : link.Replace("OUTSIDE", outside, StringComparison.Ordinal));
            bundle.Mounts.Add(Bundle.Mount("tmpfs", "/tmp/mounted"));
            bundle.Mounts.Add(Bundle.Mount("bind", "/tmp/deep/er", outside, "bind", "ro"));
            bundle.Run("touch", "/tmp/mounted/x", "/dev/x");
            AssertUntouched(bundle, outside);
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("zero")]
    [InlineData("fd")]
    [InlineData("ptmx")]
    [InlineData("console")]
    [InlineData("pts")]
    [LeavesNothing]
    public void A_link_among_the_devices_that_a_volume_brings_changes_nothing_outside(string device)
    {
        using var bundle = new Bundle();
        string outside = Outside(bundle);
        File.CreateSymbolicLink($"{bundle.Root}/dev/{device}", $"{outside}/{device}");
        File.CreateSymbolicLink($"{bundle.Root}/sys/firmware", outside);
        // The image's own /dev, with a file system mounted below it.
        bundle.Mounts.RemoveAt(1);
        bundle.Run("true");
        AssertUntouched(bundle, outside);
    }

    [Fact]
    [LeavesNothing]
    public void Links_that_change_during_launches_change_nothing_outside()
    {
        using var bundle = new Bundle();
        string outside = Outside(bundle);
        foreach (string target in s_targets)
        {
            bundle.Mounts.Add(Bundle.Mount("tmpfs", "/swap/" + target + "/end"));
        }

        bundle.SetCommand("true");
        Directory.CreateDirectory($"{bundle.Root}/swap");
        using var end = new CancellationTokenSource();
        var swapper = new Thread(() => Swap(bundle.Root, outside, end.Token));
        swapper.Start();
        try
        {
            for (int i = 0; i < 200; i++)
            {
                bundle.Call("run", "--bundle", bundle.Folder, Bundle.NewId());
            }
        }
        finally
        {
            end.Cancel();
            swapper.Join();
        }

        AssertUntouched(bundle, outside);
    }

    [Theory]
    [InlineData("/proc/version")]
    [InlineData("/etc/masked")]
    public void A_masked_file_is_the_null_device(string path)
    {
        using var bundle = new Bundle();
        // As the image has it, it must not matter: the host's is taken.
        File.WriteAllText($"{bundle.Root}/dev/null", "content");
        File.WriteAllText($"{bundle.Root}/etc/masked", "content");
        bundle.Spec["linux"]!["maskedPaths"] = new System.Text.Json.Nodes.JsonArray(path);
        Assert.Equal("1 3\n", bundle.Run("stat", "-c", "%t %T", path).Output);
    }

    [Fact]
    public void Nothing_is_masked_by_what_only_bears_the_name_of_the_null_device()
    {
        Rights.NeedRoot("mounts over the host's device, where nobody else sees it");
        using var bundle = new Bundle();
        bundle.SetCommand("echo", "it ran");
        string[] launch = [bundle.Launcher, "--root", bundle.StateFolder, "run", "--bundle", bundle.Folder, Bundle.NewId()];
        Outcome outcome = Outcome.Of("unshare", ["--mount", "sh", "-c", "mount --bind /dev/zero /dev/null && exec \"$@\"", "sh", .. launch]);
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.DoesNotContain("it ran", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("/dev/null", outcome.Errors, StringComparison.Ordinal);
    }

    // A folder at one moment, a link to the host's at the next.
    private static void Swap(string root, string outside, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            foreach (string target in (string[])["swap/dev", "swap/proc", "swap/sys", "swap/tmp"])
            {
                string path = $"{root}/{target}";
                try
                {
                    if (new FileInfo(path).LinkTarget is not null)
                    {
                        File.Delete(path);
                        Directory.CreateDirectory(path);
                    }
                    else
                    {
                        Directory.Delete(Directory.CreateDirectory(path).FullName, recursive: true);
                        File.CreateSymbolicLink(path, outside);
                    }
                }
                catch (IOException)
                {
                    // A launch is in it just now.
                }
            }
        }
    }

    private static string Outside(Bundle bundle)
    {
        string outside = Directory.CreateDirectory($"{bundle.Folder}/outside").FullName;
        File.WriteAllText($"{outside}/witness", "as it was");
        return outside;
    }

    private static void AssertUntouched(Bundle bundle, string outside)
    {
        Assert.Equal([$"{outside}/witness"], Directory.GetFileSystemEntries(outside));
        Assert.Equal("as it was", File.ReadAllText($"{outside}/witness"));
        Assert.Equal(["config.json", "outside", "rootfs", "run"], Directory.GetFileSystemEntries(bundle.Folder).Select(Path.GetFileName).Order());
    }
}
