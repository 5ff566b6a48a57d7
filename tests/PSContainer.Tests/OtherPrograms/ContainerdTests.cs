using System.Diagnostics;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.OtherPrograms;

/// <summary>containerd with the launcher as the binary of its shim <c>io.containerd.runc.v2</c>.</summary>
public sealed class ContainerdTests : IDisposable
{
    private readonly ForeignProgram _ctr;
    private readonly Process _containerd;

    public ContainerdTests()
    {
        string daemon = ForeignProgram.Find("containerd") ?? "";
        Assert.SkipUnless(daemon.Length > 0, "needs containerd (Debian: apt-get install containerd)");
        _ctr = new ForeignProgram("ctr", static folder => ["--address", $"{folder}/socket"]);
        File.WriteAllText($"{_ctr.Folder}/config.toml", $"""
            version = 2
            root = "{_ctr.Folder}/root"
            state = "{_ctr.Folder}/state"
            disabled_plugins = ["io.containerd.grpc.v1.cri"]
            [grpc]
              address = "{_ctr.Folder}/socket"
            [ttrpc]
              address = "{_ctr.Folder}/ttrpc"
            """);
        _containerd = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" --config \"$1/config.toml\" >\"$1/log\" 2>&1", daemon, _ctr.Folder]))!;
        Assert.True(SpinWait.SpinUntil(() => _ctr.Call("version").ExitCode == 0, TimeSpan.FromSeconds(60)), File.ReadAllText($"{_ctr.Folder}/log"));
    }

    public void Dispose()
    {
        _ctr.Call("task", "kill", "--signal", "KILL", "one");
        _ctr.Call("task", "rm", "--force", "one");
        _containerd.Kill();
        _containerd.WaitForExit();
        _containerd.Dispose();
        _ctr.Dispose();
    }

    [Fact]
    public void A_command_runs_to_its_end_and_gives_its_exit_code()
    {
        Outcome outcome = _ctr.Require(5, ["run", "--rm", .. Runtime, "short", "sh", "-c", "echo hello $(id -u); exit 5"]);
        Assert.Equal("hello 0", outcome.Output.Trim());
    }

    [Fact]
    public void A_container_is_entered_looked_at_paused_measured_and_ended()
    {
        _ctr.Must(["run", "--detach", .. Runtime, "one", "sleep", "1000"]);
        Assert.Equal("in", _ctr.Require(4, "task", "exec", "--exec-id", "e", "one", "sh", "-c", "echo in; exit 4").Output.Trim());
        Assert.Contains("RUNNING", _ctr.Must("task", "ls"), StringComparison.Ordinal);
        _ctr.Must("task", "pause", "one");
        Assert.Contains("PAUSED", _ctr.Must("task", "ls"), StringComparison.Ordinal);
        _ctr.Must("task", "resume", "one");
        Assert.Contains("pids.current", _ctr.Must("task", "metrics", "one"), StringComparison.Ordinal);
        Assert.Matches("[0-9]", _ctr.Must("task", "ps", "one"));
        _ctr.Must("task", "kill", "--signal", "KILL", "one");
        Assert.True(SpinWait.SpinUntil(() => _ctr.Must("task", "ls").Contains("STOPPED", StringComparison.Ordinal), TimeSpan.FromSeconds(120)));
        // It says by its own exit code how the task ended.
        _ctr.Call("task", "rm", "one");
        _ctr.Must("container", "rm", "one");
    }

    private string[] Runtime => ["--runc-binary", ForeignProgram.Launcher, "--rootfs", _ctr.Bundle.Root];
}
