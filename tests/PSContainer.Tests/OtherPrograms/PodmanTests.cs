using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.OtherPrograms;

/// <summary>Podman with the launcher as its <c>--runtime</c>.</summary>
public sealed class PodmanTests : IDisposable
{
    private readonly ForeignProgram _podman = new("podman", static folder =>
    [
        "--runtime", ForeignProgram.Launcher, "--cgroup-manager=cgroupfs", "--root", $"{folder}/root", "--runroot", $"{folder}/run",
        "--tmpdir", $"{folder}/tmp", "--storage-driver=vfs", "--events-backend=file",
    ]);

    public void Dispose()
    {
        _podman.Call("rm", "--force", "--all", "--time", "0");
        _podman.Dispose();
    }

    [Fact]
    public void A_command_runs_to_its_end_and_gives_its_exit_code()
    {
        Assert.Equal("hi", Run([], "echo", "hi"));
        Require(33, [], "sh", "-c", "exit 33");
        Assert.Contains("executable file not found in $PATH", Require(127, [], "nosuchcommand").Errors, StringComparison.Ordinal);
        Require(127, [], "/no/such/command");
        Require(126, [], "/etc");
    }

    [Fact]
    public void What_is_asked_of_a_process_is_so()
    {
        Assert.Equal("uid=1000 gid=1001 groups=7,1001", Run(["--user", "1000:1001", "--group-add", "7"], "id"));
        Assert.Equal("0000000000000000", Run(["--cap-drop", "all"], "sh", "-c", "grep CapEff /proc/self/status | cut -f2"));
        Assert.Equal("2", Run([], "sh", "-c", "grep ^Seccomp: /proc/self/status | cut -f2"));
        Assert.Equal("0", Run(["--security-opt", "seccomp=unconfined"], "sh", "-c", "grep ^Seccomp: /proc/self/status | cut -f2"));
        Assert.Equal("1", Run(["--security-opt", "no-new-privileges"], "sh", "-c", "grep ^NoNewPrivs: /proc/self/status | cut -f2"));
        Assert.Equal("100", Run(["--oom-score-adj", "100"], "cat", "/proc/self/oom_score_adj"));
        Assert.Equal("/tmp b", Run(["--workdir", "/tmp", "--env", "A=b"], "sh", "-c", "echo $PWD $A"));
        Assert.Equal("web 1000", Run(["--hostname", "web", "--sysctl", "kernel.msgmax=1000"], "sh", "-c", "echo $(hostname) $(cat /proc/sys/kernel/msgmax)"));
    }

    [Fact]
    public void What_is_asked_of_its_files_is_so()
    {
        Assert.Contains("Read-only file system", Require(1, ["--read-only"], "touch", "/x").Errors, StringComparison.Ordinal);
        File.WriteAllText($"{_podman.Folder}/shared", "shared");
        Assert.Equal("shared", Run(["--volume", $"{_podman.Folder}/shared:/shared:ro"], "cat", "/shared"));
        Assert.Contains("tmpfs", Run(["--tmpfs", "/t"], "grep", " /t ", "/proc/self/mounts"), StringComparison.Ordinal);
        Assert.Contains("size=1024k", Run(["--shm-size", "1m"], "grep", " /dev/shm ", "/proc/self/mounts"), StringComparison.Ordinal);
        Assert.Equal("1,3", Run(["--device", "/dev/null:/dev/other"], "stat", "-c", "%t,%T", "/dev/other"));
    }

    [Fact]
    public void Namespaces_are_the_hosts_where_that_is_asked()
    {
        Assert.Equal(Link("pid"), Run(["--pid=host"], "readlink", "/proc/self/ns/pid"));
        Assert.Equal(Link("uts"), Run(["--uts=host"], "readlink", "/proc/self/ns/uts"));
        Assert.NotEqual(Link("uts"), Run([], "readlink", "/proc/self/ns/uts"));
        Assert.Matches(@"^0\s+100000\s+1000$", Run(["--uidmap", "0:100000:1000", "--gidmap", "0:100000:1000"], "cat", "/proc/self/uid_map"));
    }

    [Fact]
    public void A_terminal_is_one()
    {
        Assert.SkipUnless(ForeignProgram.Find("script") is not null, "needs script (Debian: bsdutils)");
        Assert.Equal("/dev/pts/0", Run(["--tty"], "tty"));
    }

    [Fact]
    public void A_container_is_entered_looked_at_paused_measured_ended_and_removed()
    {
        _podman.Must(["run", "--detach", "--name", "one", "--network=none", "--memory", "64m", "--health-cmd", "true", "--rootfs", _podman.Bundle.Root, "sleep", "1000"]);
        Assert.Equal("in", _podman.Require(7, "exec", "one", "sh", "-c", "echo in; exit 7").Output.Trim());
        Assert.Equal("5:6 /tmp b", _podman.Must("exec", "--user", "5:6", "--workdir", "/tmp", "--env", "A=b", "one", "sh", "-c", "echo $(id -u):$(id -g) $PWD $A"));
        _podman.Must("healthcheck", "run", "one");
        Assert.Contains("sleep 1000", _podman.Must("top", "one"), StringComparison.Ordinal);
        _podman.Must("pause", "one");
        Assert.Equal("paused", State());
        _podman.Must("unpause", "one");
        Assert.Equal("running", State());
        Assert.Contains("67.11MB", _podman.Must("stats", "--no-stream", "--format", "{{.MemUsage}}", "one"), StringComparison.Ordinal);
        _podman.Must("stop", "--time", "0", "one");
        Assert.Equal("exited 137", _podman.Must("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", "one"));
        _podman.Must("start", "one");
        _podman.Must("kill", "--signal", "KILL", "one");
        _podman.Must("rm", "--force", "one");
        Assert.Empty(_podman.Must("ps", "--all", "--quiet"));
    }

    private static string Link(string kind) => new FileInfo($"/proc/self/ns/{kind}").LinkTarget!;

    private string State() => _podman.Must("inspect", "--format", "{{.State.Status}}", "one");

    private string Run(string[] options, params string[] command) => Require(0, options, command).Output.Trim();

    private Outcome Require(int exitCode, string[] options, params string[] command) =>
        _podman.Require(exitCode, ["run", "--rm", "--network=none", .. options, "--rootfs", _podman.Bundle.Root, .. command]);
}
