using System.Text.Json.Nodes;
using static PSContainer.Tests.Conformance.ConformanceBundle;

namespace PSContainer.Tests.Conformance;

/// <summary>config.md, "POSIX-platform Hooks", on the kernel.</summary>
public sealed class HookTests : IDisposable
{
    private readonly ConformanceBundle _bundle = new();

    public void Dispose() => _bundle.Dispose();

    [Fact]
    public void All_six_run_in_their_order_with_the_state_that_is_right_for_each()
    {
        // The two in the container's namespaces write to what both sides see.
        string log = $"{_bundle.Root}/tmp/log";
        foreach (string kind in (string[])["prestart", "createRuntime", "createContainer", "poststart", "poststop"])
        {
            Add(kind, "/bin/sh", $"read state; echo {kind} $(echo \"$state\" | grep -o '\"status\":\"[a-z]*\"') >> {log}");
        }

        Add("startContainer", "/bin/sh", "read state; echo startContainer $(echo \"$state\" | busybox grep -o '\"status\":\"[a-z]*\"') >> /tmp/log");
        _bundle.SetCommand("true");
        _bundle.Must("create", "--bundle", _bundle.Folder, "hooked");
        _bundle.Must("start", "hooked");
        Assert.True(SpinWait.SpinUntil(() => _bundle.Must("state", "hooked").Contains("stopped", StringComparison.Ordinal), TimeSpan.FromSeconds(120)));
        _bundle.Must("delete", "hooked");
        Assert.Equal(
            [
                "prestart \"status\":\"creating\"", "createRuntime \"status\":\"creating\"", "createContainer \"status\":\"creating\"",
                "startContainer \"status\":\"created\"", "poststart \"status\":\"running\"", "poststop \"status\":\"stopped\"",
            ],
            File.ReadAllLines(log));
    }

    [Theory]
    [InlineData("prestart")]
    [InlineData("createRuntime")]
    [InlineData("createContainer")]
    [InlineData("startContainer")]
    [InlineData("poststart")]
    [InlineData("poststop")]
    public void Each_gets_its_arguments_and_environment(string kind)
    {
        string file = kind == "startContainer" ? "/tmp/seen" : $"{_bundle.Root}/tmp/seen";
        Add(kind, "/bin/sh", $"echo \"$0 $1 $A\" > {file}", "zero", "one");
        _bundle.Spec["hooks"]![kind]![0]!["env"] = Parse("""["A=b", "PATH=/bin:/usr/bin"]""");
        _bundle.See("true");
        Assert.Equal("zero one b\n", File.ReadAllText($"{_bundle.Root}/tmp/seen"));
    }

    [Fact]
    public void Those_outside_run_in_the_bundle_and_those_of_the_creation_in_the_new_root()
    {
        foreach (string kind in (string[])["prestart", "createRuntime", "poststart", "poststop"])
        {
            Add(kind, "/bin/sh", $"touch ./{kind}");
        }

        // What it mounts there is the container's alone.
        Add("createContainer", "/bin/sh", "mkdir ./tmp/made && mount -t tmpfs made ./tmp/made && echo mounted > ./tmp/made/file");
        Add("startContainer", "/bin/sh", "touch ./tmp/startContainer");
        Assert.Equal("mounted", _bundle.See("cat /tmp/made/file"));
        Assert.False(File.Exists($"{_bundle.Root}/tmp/made/file"));
        Assert.All(["prestart", "createRuntime", "poststart", "poststop", "rootfs/tmp/startContainer"], name => Assert.True(File.Exists($"{_bundle.Folder}/{name}"), name));
    }

    [Theory]
    [InlineData("prestart")]
    [InlineData("createRuntime")]
    [InlineData("createContainer")]
    [InlineData("startContainer")]
    [InlineData("poststart")]
    public void One_that_fails_or_takes_too_long_or_is_not_there_ends_the_container(string kind)
    {
        Add(kind, "/bin/sh", "exit 3");
        AssertEnded($"error running {kind} hook #0: exit status 3");
        Add(kind, "/bin/sh", "sleep 100");
        _bundle.Spec["hooks"]![kind]![0]!["timeout"] = 1;
        AssertEnded($"error running {kind} hook #0: after 1 s");
        Add(kind, "/no/such/hook", "");
        AssertEnded($"error running {kind} hook #0: execve");
    }

    [Fact]
    public void One_of_the_end_that_fails_is_a_warning()
    {
        Add("poststop", "/bin/sh", "exit 3");
        Invariants.Outcome outcome = _bundle.Run("true");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("poststop hook failed with exit code 3", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void One_just_before_the_command_is_confined_as_the_command_is()
    {
        _bundle.Linux["seccomp"] = Parse("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_KILL"}, {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}]}""");
        _bundle.Process["rlimits"] = Parse("""[{"type": "RLIMIT_CORE", "soft": 0, "hard": 0}]""");
        Add("startContainer", "/bin/busybox", "");
        _bundle.Spec["hooks"]!["startContainer"]![0]!["args"] = Parse("""["mkdir", "/tmp/x"]""");
        AssertEnded("error running startContainer hook #0: signal: bad system call");
    }

    private void AssertEnded(string error)
    {
        Invariants.Outcome outcome = _bundle.Run("sleep", "100");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(error, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal("[]", _bundle.Must("list", "--format", "json").Replace("null", "[]", StringComparison.Ordinal));
    }

    private void Add(string kind, string path, string script, params string[] arguments)
    {
        JsonNode hook = new JsonObject
        {
            ["path"] = path, ["args"] = new JsonArray([path, "-c", script, .. arguments.Select(word => (JsonNode)word)]),
        };
        _bundle.Spec["hooks"] ??= new JsonObject();
        _bundle.Spec["hooks"]![kind] = new JsonArray(hook);
    }
}
