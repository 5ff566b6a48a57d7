using System.Diagnostics;

namespace PSContainer.Tests.Engine;

public sealed class EngineProcessTests
{
    [Fact]
    public void A_script_runs_in_a_process_of_its_own_with_the_module()
    {
        EngineProcessResult result = EngineProcess.Run("$PID; (Get-Module PSContainer).Name; sh -c 'echo wrong >&2'; exit 5");
        Assert.Equal(5, result.ExitCode);
        Assert.NotEqual($"{Environment.ProcessId}", result.Lines[0]);
        Assert.Equal("PSContainer", result.Lines[1]);
        Assert.Contains("wrong", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_and_environment_reach_the_script()
    {
        var options = new EngineProcessOptions { StandardInput = "one\ntwo\n", Environment = new Dictionary<string, string?> { ["HARNESS"] = "here" } };
        EngineProcessResult result = EngineProcess.Run("[Console]::In.ReadToEnd(); $env:HARNESS", options).ThrowOnErrors();
        Assert.Equal(["one", "two", "here"], result.Lines);
    }

    [Fact]
    public void An_error_that_ends_the_script_is_seen()
    {
        EngineProcessResult result = EngineProcess.Run("throw 'that is wrong'");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("that is wrong", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unprivileged_user_has_a_home_and_a_runtime_folder()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: becomes another user");
        EngineProcessResult result = EngineProcess.Run(
            "(Get-Module PSContainer).Name; sh -c 'id -u; id -G; stat -c %a:%u $XDG_RUNTIME_DIR; echo x >$HOME/file; cat $HOME/file'",
            new EngineProcessOptions { Unprivileged = true }).ThrowOnErrors();
        Assert.Equal(["PSContainer", "65534", "65534", "700:65534", "x"], result.Lines);
    }

    [Fact]
    public void A_killed_process_leaves_its_children_alone()
    {
        using EngineProcess running = EngineProcess.Start("sh -c 'echo child $$; exec sleep 60 >/dev/null 2>&1'; 'not reached'");
        running.WaitForOutput("child ");
        using Process child = Process.GetProcessById(int.Parse(running.OutputSoFar.Split(' ', '\n')[1], provider: null));
        running.Kill();
        Assert.False(child.HasExited);
        child.Kill();
        EngineProcessResult result = running.Wait();
        Assert.Equal(128 + 9, result.ExitCode);
        Assert.DoesNotContain("not reached", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_script_ends_with_the_shells_code()
    {
        using EngineProcess running = EngineProcess.Start("'ready'; while ($true) { [Threading.Thread]::Sleep(10) }");
        running.WaitForOutput("ready");
        using var kill = Process.Start("kill", ["-INT", $"{running.Id}"]);
        Assert.Equal(130, running.Wait().ExitCode);
    }
}
