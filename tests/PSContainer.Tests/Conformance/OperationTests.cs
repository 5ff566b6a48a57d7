using System.Text.Json.Nodes;
using PSContainer.Tests.Invariants;
using static PSContainer.Tests.Conformance.ConformanceBundle;

namespace PSContainer.Tests.Conformance;

/// <summary>runtime.md and features.md: the operations, as the command line has them.</summary>
public sealed class OperationTests : IDisposable
{
    private readonly ConformanceBundle _bundle = new();

    public void Dispose() => _bundle.Dispose();

    [Fact]
    public void A_container_is_created_started_killed_and_deleted_and_its_state_says_so()
    {
        _bundle.Spec["annotations"] = Parse("""{"org.example.key": "value"}""");
        _bundle.SetCommand("sleep", "1000");
        _bundle.Must("create", "--bundle", _bundle.Folder, "--pid-file", $"{_bundle.Folder}/pid", "one");
        JsonNode state = State();
        Assert.Equal(
            ("one", "created", _bundle.Folder, "value"),
            ((string?)state["id"], (string?)state["status"], (string?)state["bundle"], (string?)state["annotations"]!["org.example.key"]));
        Assert.Matches(@"^1\.[0-9]+\.[0-9]+", (string?)state["ociVersion"]);
        Assert.Equal(File.ReadAllText($"{_bundle.Folder}/pid"), state["pid"]!.ToString());
        Refused("already exists", "create", "--bundle", _bundle.Folder, "one");
        Refused("cannot delete container", "delete", Started("one"));
        Assert.Equal("running", (string?)State()["status"]);
        Refused("", "start", "one");
        _bundle.Must("kill", "one", "KILL");
        Assert.True(SpinWait.SpinUntil(() => (string?)State()["status"] == "stopped", TimeSpan.FromSeconds(120)));
        Refused("not running", "kill", "one", "KILL");
        _bundle.Must("delete", "one");
        foreach (string operation in (string[])["state", "start", "kill", "delete"])
        {
            Refused("does not exist", operation, "one");
        }
    }

    [Fact]
    public void One_that_waits_to_be_started_can_be_ended_by_a_signal()
    {
        _bundle.SetCommand("sleep", "1000");
        _bundle.Must("create", "--bundle", _bundle.Folder, "one");
        _bundle.Must("kill", "one", "TERM");
        Assert.True(SpinWait.SpinUntil(() => (string?)State()["status"] == "stopped", TimeSpan.FromSeconds(120)));
        _bundle.Must("delete", "one");
    }

    [Fact]
    public void A_process_is_added_paused_listed_measured_and_limited()
    {
        Rights.NeedCgroups();
        string id = _bundle.Start("sleep", "1000");
        Assert.Equal("5:6 b /tmp", _bundle.Must("exec", "--user", "5:6", "--env", "A=b", "--cwd", "/tmp", id, "sh", "-c", "echo $(id -u):$(id -g) $A $PWD"));
        Assert.Equal(7, _bundle.Call("exec", id, "sh", "-c", "exit 7").ExitCode);
        Assert.Equal(255, _bundle.Call("exec", id, "/no/such/command").ExitCode);
        File.WriteAllText($"{_bundle.Folder}/process.json", """{"cwd": "/", "args": ["sh", "-c", "echo $B"], "env": ["PATH=/bin", "B=c"], "user": {"uid": 0, "gid": 0}}""");
        Assert.Equal("c", _bundle.Must("exec", "--process", $"{_bundle.Folder}/process.json", id));
        Assert.Equal($"[{_bundle.ProcessOf(id)}]", _bundle.Must("ps", "--format", "json", id));
        _bundle.Must("pause", id);
        Assert.Equal("paused", (string?)JsonNode.Parse(_bundle.Must("state", id))!["status"]);
        Refused("paused", "exec", id, "true");
        _bundle.Must("resume", id);
        Assert.Equal(id, _bundle.Must("list", "--quiet"));
        Assert.Equal(id, (string?)JsonNode.Parse(_bundle.Must("list", "--format", "json"))![0]!["id"]);
        JsonNode statistics = JsonNode.Parse(_bundle.Must("events", "--stats", id))!;
        Assert.Equal(("stats", id), ((string?)statistics["type"], (string?)statistics["id"]));
        Assert.NotNull(statistics["data"]!["memory"]!["usage"]);
        _bundle.Must("update", "--pids-limit", "50", "--memory", "64M", id);
    }

    [Fact]
    public void A_pid_file_is_where_the_caller_is()
    {
        _bundle.SetCommand("true");
        string elsewhere = Directory.CreateDirectory($"{_bundle.Folder}/elsewhere").FullName;
        Invariants.Outcome outcome = Invariants.Outcome.Of(
            "sh", "-c", "cd \"$0\" && exec \"$@\"", elsewhere, Engine.BuildPaths.Launcher, "--root", $"{_bundle.Folder}/run", "run", "--pid-file", "pid",
            "--bundle", _bundle.Folder, "one");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.True(File.Exists($"{elsewhere}/pid"));
    }

    [Fact]
    public void Errors_are_told_on_stderr_and_in_the_log()
    {
        string log = $"{_bundle.Folder}/log";
        Refused("does not exist", "--log", log, "--log-format", "json", "state", "nobody");
        JsonNode line = JsonNode.Parse(File.ReadAllLines(log)[^1])!;
        Assert.Equal("error", (string?)line["level"]);
        Assert.Contains("does not exist", (string?)line["msg"], StringComparison.Ordinal);
        Assert.NotNull((string?)line["time"]);
    }

    [Fact]
    public void Not_to_pivot_is_refused_with_the_reason()
    {
        _bundle.SetCommand("true");
        Refused("without pivot_root the host's root stays within reach", "run", "--no-pivot", "--bundle", _bundle.Folder, "one");
    }

    [Fact]
    public void The_specification_that_is_written_runs()
    {
        string folder = Directory.CreateDirectory($"{_bundle.Folder}/fresh").FullName;
        _bundle.Must(["spec", "--bundle", folder, .. Environment.IsPrivilegedProcess ? Array.Empty<string>() : ["--rootless"]]);
        JsonNode spec = JsonNode.Parse(File.ReadAllText($"{folder}/config.json"))!;
        spec["root"]!["path"] = _bundle.Root;
        spec["process"]!["args"] = Parse("""["echo", "it runs"]""");
        spec["process"]!["terminal"] = false;
        File.WriteAllText($"{folder}/config.json", spec.ToJsonString());
        Assert.Equal("it runs", _bundle.Must("run", "--bundle", folder, "one"));
    }

    [Fact]
    public void Features_are_told_in_the_form_of_the_specification()
    {
        JsonNode features = JsonNode.Parse(_bundle.Must("features"))!;
        Assert.Equal("1.0.0", (string?)features["ociVersionMin"]);
        Assert.Contains("poststop", features["hooks"]!.AsArray().Select(static item => (string?)item));
        Assert.Contains("rro", features["mountOptions"]!.AsArray().Select(static item => (string?)item));
        JsonNode linux = features["linux"]!;
        Assert.Equal(8, linux["namespaces"]!.AsArray().Count);
        Assert.True((bool)linux["cgroup"]!["v1"]! && (bool)linux["cgroup"]!["v2"]! && (bool)linux["cgroup"]!["systemd"]!);
        Assert.True((bool)linux["seccomp"]!["enabled"]! && (bool)linux["mountExtensions"]!["idmap"]!["enabled"]!);
        Assert.False((bool)linux["netDevices"]!["enabled"]!);
    }

    private string Started(string id)
    {
        _bundle.Must("start", id);
        return id;
    }

    private JsonNode State() => JsonNode.Parse(_bundle.Must("state", "one"))!;

    private void Refused(string words, params string[] arguments)
    {
        Invariants.Outcome outcome = _bundle.Call(arguments);
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(words, outcome.Errors, StringComparison.Ordinal);
    }
}
