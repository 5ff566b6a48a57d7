namespace PSContainer.Tests.Invariants;

/// <summary>The network namespace that is made while the launcher does other things: whatever becomes of it, a container has one of its own, or is none.</summary>
public sealed class NetworkAheadTests : IDisposable
{
    private readonly Bundle _bundle = new();

    public void Dispose() => _bundle.Dispose();

    // The one who waits for it makes it then.
    [Theory]
    [InlineData("nothing")]
    [InlineData("clone3:error=EAGAIN:when=1")]
    [InlineData("sendmsg:error=EIO:when=1")]
    [InlineData("ioctl:error=EIO:when=2")]
    public void A_container_has_one_with_loopback_whatever_fails_ahead(string fault)
    {
        Outcome outcome = Launch(fault, "sh", "-c", "ls /sys/class/net; cat /sys/class/net/lo/flags");
        Assert.Equal((0, "lo\n0x9\n"), (outcome.ExitCode, outcome.Output));
    }

    [Theory]
    [InlineData("unshare:error=EIO:when=1", "unshare")]
    [InlineData("ioctl:error=EIO:when=1", "ioctl(SIOCSIFFLAGS)")]
    [InlineData("setns:error=EIO:when=1", "setns")]
    [InlineData("recvmsg:error=EIO:when=1", "recvmsg")]
    public void What_cannot_be_made_at_all_is_told_and_nothing_runs(string fault, string call)
    {
        Outcome outcome = Launch(fault, "touch", "/tmp/ran");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(call, outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("(EIO)", outcome.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists($"{_bundle.Root}/tmp/ran"), "the command ran");
        Assert.Empty(Directory.GetDirectories(_bundle.StateFolder));
    }

    [Fact]
    public void Network_namespaces_that_are_switched_off_are_said_to_be()
    {
        _bundle.SetCommand("true");
        Outcome outcome = Outcome.Of("unshare", [
            "--user", "--map-root-user", "sh", "-c", "echo 0 >/proc/sys/user/max_net_namespaces && exec \"$@\"", "sh", .. Command]);
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("user.max_*_namespaces", outcome.Errors, StringComparison.Ordinal);
    }

    private string[] Command => [
        _bundle.Launcher, "--root", _bundle.StateFolder, "--cgroup-manager", "disabled", "run", "--bundle", _bundle.Folder, Bundle.NewId()];

    private Outcome Launch(string fault, params string[] command)
    {
        Rights.NeedRoot("in a user namespace that belongs to the container it is made with the container");
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "needs strace, which makes calls fail");
        _bundle.SetCommand(command);
        string[] trace = fault == "nothing" ? [] : ["-e", $"inject={fault}"];
        return Outcome.Of("strace", ["-f", "-qq", "-o", "/dev/null", .. trace, .. Command]);
    }
}
