using System.Text.Json.Nodes;

namespace PSContainer.Tests.Invariants;

/// <summary>Invariant 8: every failing step is fatal, and nothing of the container stays.</summary>
public sealed class FailureTests
{
    private static readonly Dictionary<string, Action<Bundle>> s_mistakes = new()
    {
        ["a file system that nobody knows"] = static bundle => bundle.Mounts.Add(Bundle.Mount("nosuchfs", "/tmp/mounted")),
        ["a source that is missing"] = static bundle => bundle.Mounts.Add(Bundle.Mount("bind", "/tmp/mounted", "/no/such/source", "bind")),
        ["an option that the file system refuses"] = static bundle => bundle.Mounts.Add(Bundle.Mount("tmpfs", "/tmp/mounted", null, "size=nonsense")),
        ["a target below a file"] = static bundle => bundle.Mounts.Add(Bundle.Mount("tmpfs", "/bin/busybox/mounted")),
        ["a sysctl that is missing"] = static bundle => bundle.Spec["linux"]!["sysctl"] = new JsonObject { ["net.no_such_key"] = "1" },
        ["a sysctl with a wrong value"] = static bundle => bundle.Spec["linux"]!["sysctl"] = new JsonObject { ["kernel.msgmax"] = "nonsense" },
        ["a limit beyond its own"] = static bundle => bundle.Process["rlimits"] =
            new JsonArray(new JsonObject { ["type"] = "RLIMIT_NOFILE", ["soft"] = 1UL << 40, ["hard"] = 1UL << 40 }),
        ["a working directory that is a file"] = static bundle => bundle.Process["cwd"] = "/bin/busybox",
        ["a command that is missing"] = static bundle => bundle.Process["args"] = new JsonArray("/no/such/command"),
        ["a command that is a folder"] = static bundle => bundle.Process["args"] = new JsonArray("/bin"),
        ["more arguments than the kernel takes"] = static bundle => bundle.Process["args"] = new JsonArray("true", new string('x', 140_000)),
        ["a limit of memory that is too small"] = static bundle => bundle.Spec["linux"]!["resources"] =
            new JsonObject { ["memory"] = new JsonObject { ["limit"] = 1 } },
        ["a namespace that is gone"] = static bundle => bundle.Spec["linux"]!["namespaces"]!.AsArray()[0] =
            new JsonObject { ["type"] = "pid", ["path"] = "/proc/4194303/ns/pid" },
        ["a root that is missing"] = static bundle => bundle.Spec["root"]!["path"] = "nosuchroot",
        ["a hook that fails"] = static bundle => bundle.Spec["hooks"] =
            new JsonObject { ["createRuntime"] = new JsonArray(new JsonObject { ["path"] = "/bin/false" }) },
    };

    public static TheoryData<string> Mistakes => [.. s_mistakes.Keys];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_step_that_fails_leaves_nothing(string mistake)
    {
        using var bundle = new Bundle();
        bundle.SetCommand("touch", "/tmp/ran");
        s_mistakes[mistake](bundle);
        bundle.Save();
        foreach (string command in (string[])["run", "create"])
        {
            string id = Bundle.NewId();
            Outcome outcome = bundle.Call(command, "--bundle", bundle.Folder, id);
            // A command is looked up, as by other runtimes, when it is started.
            bool made = command == "create" && outcome.ExitCode == 0;
            Assert.True((made ? bundle.Call("start", id).ExitCode : outcome.ExitCode) != 0, $"{command} with {mistake}: {outcome}");
            if (made)
            {
                bundle.Call("delete", "--force", id);
            }

            AssertGone(bundle, id);
        }
    }

    private static void AssertGone(Bundle bundle, string id)
    {
        Assert.False(File.Exists($"{bundle.Root}/tmp/ran"), "the command ran");
        Assert.False(Directory.Exists($"{bundle.StateFolder}/{id}"), "its state is left");
        Assert.DoesNotContain(bundle.Folder, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories("/sys/fs/cgroup", "*" + id, new EnumerationOptions
        {
            RecurseSubdirectories = true, MaxRecursionDepth = 8, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint,
        }));
        Assert.DoesNotContain(Directory.GetDirectories("/proc"), folder => Mounts(folder).Contains(bundle.Folder, StringComparison.Ordinal));
    }

    private static string Mounts(string process)
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(process)[0]) ? File.ReadAllText($"{process}/mountinfo") : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
