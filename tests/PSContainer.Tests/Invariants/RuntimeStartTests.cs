using System.Diagnostics;

namespace PSContainer.Tests.Invariants;

/// <summary>The launcher's runtime starts with what the build has fixed, not with what the machine and the caller's environment say.</summary>
public sealed class RuntimeStartTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("DOTNET_GCHeapHardLimit=1000")]
    [InlineData("DOTNET_gcServer=1")]
    [InlineData("DOTNET_GCgen0size=1")]
    [InlineData("COMPlus_GCHeapHardLimit=1000")]
    public void The_callers_environment_does_not_change_it(string variable) => AssertRuns($"export {variable}");

    [Theory]
    [InlineData("ulimit -s 128")]
    [InlineData("ulimit -s unlimited")]
    [InlineData("ulimit -v 500000")]
    public void It_starts_with_any_limit_that_leaves_it_room(string limit) => AssertRuns(limit);

    [Fact]
    public void It_starts_on_whichever_processor_is_allowed()
    {
        int last = Environment.ProcessorCount - 1;
        AssertRuns($"taskset -p -c {last} $$ >/dev/null");
    }

    [Fact]
    public void The_launcher_has_one_thread_while_it_watches()
    {
        using var bundle = new Bundle();
        bundle.SetCommand("sleep", "100");
        string id = Bundle.NewId();
        using Process launcher = Process.Start(bundle.Launcher, ["--root", bundle.StateFolder, "run", "--bundle", bundle.Folder, id]);
        try
        {
            Assert.True(SpinWait.SpinUntil(() => Outcome.Of(bundle.Launcher, "--root", bundle.StateFolder, "state", id).Output.Contains("running", StringComparison.Ordinal), s_patience));
            // The one that made a network meanwhile may be on its way out.
            Assert.True(SpinWait.SpinUntil(() => Directory.GetDirectories($"/proc/{launcher.Id}/task").Length == 1, s_patience));
        }
        finally
        {
            launcher.Kill();
            launcher.WaitForExit();
        }
    }

    // With errors, so that the runtime unwinds, in a container and out of it.
    private static void AssertRuns(string preparation)
    {
        using var bundle = new Bundle();
        Outcome outcome = Start(bundle, preparation, "sh", "-c", "echo inside");
        Assert.Equal((0, "inside\n", ""), (outcome.ExitCode, outcome.Output, outcome.Errors));
        Assert.Contains("no-such-command", Start(bundle, preparation, "no-such-command").Errors, StringComparison.Ordinal);
    }

    private static Outcome Start(Bundle bundle, string preparation, params string[] command)
    {
        bundle.SetCommand(command);
        return Outcome.Of(
            "/bin/sh", "-c", $"{preparation}; exec \"$@\"", "sh", bundle.Launcher, "--root", bundle.StateFolder, "run", "--bundle", bundle.Folder, Bundle.NewId());
    }
}
