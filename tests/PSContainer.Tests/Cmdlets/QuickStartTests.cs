using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>The first command of the README: what it prints is true, for root and for others.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class QuickStartTests
{
    private static readonly string s_script = File.ReadAllText(Path.Combine(BuildPaths.RepositoryRoot, "samples", "QuickStart", "quick-start.ps1"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_tour_shows_what_it_says(bool unprivileged)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: becomes another user, and limits memory");
        IReadOnlyList<string> lines = EngineProcess.Run(s_script, new EngineProcessOptions { Unprivileged = unprivileged }).ThrowOnErrors().Lines;
        Assert.Equal("quick-start", After(lines, "1. "));
        Assert.Equal("1", After(lines, "2. "));
        Assert.Equal("3 lines: ONE, TWO, THREE", After(lines, "4. "));
        Assert.Equal("$LASTEXITCODE is 3", After(lines, "5. "));
        Assert.Equal("web", After(lines, "6. "));
        Assert.Equal(!unprivileged, lines.Contains("$LASTEXITCODE is 137 (128 + SIGKILL)"));
        Assert.Equal(File.Exists("/usr/bin/busybox") ? "A" : "There is no busybox on this machine (Debian: busybox-static).", After(lines, "8. "));
        Assert.Equal(["host name as before:   True", "mount table as before: True", "containers left:       0"], lines.TakeLast(3));
    }

    [Fact]
    public void Two_processes_are_seen_and_no_more()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/ps"), "needs root, and ps (Debian: procps)");
        IReadOnlyList<string> lines = EngineProcess.Run(s_script).ThrowOnErrors().Lines;
        IEnumerable<string> listed = lines.SkipWhile(l => !l.StartsWith("3. ", StringComparison.Ordinal)).Skip(1).TakeWhile(l => !l.StartsWith("4. ", StringComparison.Ordinal));
        Assert.Equal(["PID COMMAND", "1 sh", "2 ps"], listed.Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    private static string After(IReadOnlyList<string> lines, string heading) =>
        lines.SkipWhile(l => !l.StartsWith(heading, StringComparison.Ordinal)).ElementAtOrDefault(1) ?? $"nothing after '{heading}'";
}
