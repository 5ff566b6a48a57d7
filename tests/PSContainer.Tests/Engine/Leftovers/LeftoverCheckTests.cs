using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;

namespace PSContainer.Tests.Engine;

[Collection(WholeMachine.Collection)]
public sealed class LeftoverCheckTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private readonly string folder = Directory.CreateTempSubdirectory("leftovers-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_quiet_test_leaves_nothing() => Assert.Empty(await Own(new LeftoverCheck()));

    [Fact]
    public async Task A_session_leaves_nothing()
    {
        var check = new LeftoverCheck();
        using (var engine = new PowerShellEngine())
        {
            engine.Run("sh -c 'exit 0'").ThrowOnErrors();
        }

        Assert.Empty(await Own(check));
    }

    [Fact]
    public async Task An_open_descriptor_is_found()
    {
        var check = new LeftoverCheck { SettleTime = Short };
        using (new AnonymousPipeServerStream())
        {
            Assert.Equal(2, (await check.FindAsync()).Count(l => l.StartsWith("descriptor of pipe", StringComparison.Ordinal)));
        }

        Assert.Empty(await Own(check));
    }

    [Fact]
    public async Task A_state_is_found()
    {
        var check = new LeftoverCheck(folder) { SettleTime = Short };
        Directory.CreateDirectory(Path.Combine(folder, "abc"));
        Assert.Equal([$"state {folder}/abc"], await Own(check));
    }

    [Fact]
    public async Task What_goes_away_in_time_is_no_leftover()
    {
        var check = new LeftoverCheck(folder);
        string state = Path.Combine(folder, "abc");
        Directory.CreateDirectory(state);
        Task<IEnumerable<string>> found = Own(check);
        Directory.Delete(state);
        Assert.Empty(await found);
    }

    [Fact]
    public async Task A_first_process_of_a_pid_namespace_that_lost_its_parent_is_found()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: makes a pid namespace");
        var check = new LeftoverCheck { SettleTime = Short };
        using var unshare = Process.Start("unshare", ["--pid", "--fork", "sleep", "60"]);
        string children = $"/proc/{unshare.Id}/task/{unshare.Id}/children";
        Assert.True(SpinWait.SpinUntil(() => File.ReadAllText(children).Length > 0, 10_000));
        using var orphan = Process.GetProcessById(int.Parse(File.ReadAllText(children), CultureInfo.InvariantCulture));
        try
        {
            Assert.DoesNotContain($"process {orphan.Id} (sleep)", await check.FindAsync());
            unshare.Kill();
            await unshare.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Contains($"process {orphan.Id} (sleep)", await check.FindAsync());
        }
        finally
        {
            orphan.Kill();
        }

        Assert.DoesNotContain($"process {orphan.Id} (sleep)", await check.FindAsync());
    }

    [Fact]
    public async Task A_mount_is_found()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: makes a mount");
        var check = new LeftoverCheck { SettleTime = Short };
        Run("mount", "-t", "tmpfs", "none", folder);
        try
        {
            Assert.Contains(await check.FindAsync(), l => l.StartsWith($"mount {folder}", StringComparison.Ordinal));
        }
        finally
        {
            Run("umount", folder);
        }
    }

    /// <summary>What is found, without containers that others may have made meanwhile.</summary>
    private async Task<IEnumerable<string>> Own(LeftoverCheck check) =>
        from line in await check.FindAsync()
        where line.StartsWith("descriptor ", StringComparison.Ordinal) || line.Contains(folder, StringComparison.Ordinal)
        select line;

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
