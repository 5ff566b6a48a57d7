namespace PSContainer.Tests.Invariants;

/// <summary>
/// Invariant 8 again, with each call of each step of a launch failing once: with an error that none of them ever gives, so that no
/// one can have been taken for harmless.
/// </summary>
public sealed class FaultTests
{
    private const string Error = "EIO";
    private const string Command = "/bin/touch";

    // What may fail: it cannot in truth, or what follows from it is no less safe.
    private static readonly Dictionary<string, string> s_harmless = new()
    {
        ["close("] = "the descriptor is closed all the same",
        ["umask("] = "it cannot fail",
        ["rt_sigaction("] = "it can fail only for signals that cannot be handled",
        ["rt_sigprocmask("] = "it cannot fail",
        ["poll("] = "it cannot fail; the death signal is what counts",
        ["recvfrom("] = "the message was looked at before it is taken out",
        ["\"etc/passwd\""] = "the home folder is / then, as it is for one who is not in the file",
        ["PR_CAPBSET_"] = "what cannot be dropped is looked for: it is not in the set",
        ["munmap("] = "memory of a process that is about to be replaced",
        ["madvise("] = "only advice",
        ["\"work/incompat"] = "what an earlier start left there has the overlay's mount fail, if it is there",
    };

    public static TheoryData<string> Kinds => [.. FaultLaunch.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Whatever_call_fails_the_launch_does_and_leaves_nothing(string kind)
    {
        Rights.NeedRoot("strace cannot follow newuidmap(1), which is set-user-ID");
        Assert.SkipUnless(File.Exists(SystemCall.Tracer), "needs strace, which makes calls fail");
        using var launch = new FaultLaunch(kind);
        // The first launch makes mount points that are there ever after.
        Outcome first = launch.Run();
        Assert.True(first.ExitCode == 0 && launch.HasRun, first.ToString());
        List<SystemCall> calls = SystemCall.OfSetup(launch.Run, Command);
        Assert.True(calls.Count > 50, $"only {calls.Count} calls were seen");
        Assert.All(calls.Where(static call => !s_harmless.Keys.Any(call.Text.Contains)), call => AssertFatal(launch, call));
    }

    [Theory]
    [InlineData("ENODEV")]
    [InlineData("EPERM")]
    public void Where_there_is_no_overlay_the_root_is_a_copy(string error)
    {
        Rights.NeedRoot("strace is to follow what root does");
        Assert.SkipUnless(File.Exists(SystemCall.Tracer), "needs strace, which makes calls fail");
        using var launch = new FaultLaunch(FaultLaunch.Kinds[^1]);
        SystemCall overlay = SystemCall.OfSetup(launch.Run, Command).First(static call => call.Name == "fsopen" && call.Text.Contains("\"overlay\"", StringComparison.Ordinal));
        Outcome outcome = overlay.Fail(launch.Run, error);
        Assert.True(outcome.ExitCode == 0 && launch.HasRun, outcome.ToString());
        Assert.Equal([], launch.Left);
    }

    private static void AssertFatal(FaultLaunch launch, SystemCall call)
    {
        Outcome outcome = call.Fail(launch.Run, Error);
        Assert.False(launch.HasRun, $"The command ran: {call.Text}");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains($"({Error})", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal([], launch.Left);
    }
}
