using System.Diagnostics;
using System.Globalization;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Invariants;

/// <summary>Invariants 9 to 13: what a program inside may try against its walls.</summary>
public sealed class EscapeTests
{
    private const int UnknownCall = 9999;

    [Fact]
    public void A_program_that_leaves_a_chroot_stays_inside_the_root()
    {
        using var bundle = new Bundle();
        Outcome outcome = bundle.Run("attacks", "escape", bundle.Folder);
        // The trick worked, and led to the container's own root.
        Assert.Contains("chroot .: done\n", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("inside\n", outcome.Output, StringComparison.Ordinal);
        string id = bundle.RunDetached("sleep", "100");
        Assert.EndsWith("inside\n", bundle.Call(
            "exec", "--cap", "CAP_SYS_CHROOT", id, "attacks", "escape", bundle.Folder).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hosts_root_is_mounted_nowhere_inside()
    {
        using var bundle = new Bundle();
        string[] mounts = bundle.Run("cat", "/proc/self/mountinfo").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, mounts.Count(static line => line.Split(' ')[4] is "/" or "/proc" or "/dev" or "/dev/pts" or "/sys"));
        Assert.DoesNotContain(mounts, static line => line.Split(' ')[3] == "/" && line.Split(' ')[4] == "/");
    }

    [Fact]
    public void Groups_cannot_be_left_in_an_unprivileged_users_container()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: becomes another user");
        EngineProcessResult result = EngineProcess.Run(
            "Invoke-ContainerCommand -- sh -c 'cat /proc/self/setgroups; cat /proc/self/gid_map'", new EngineProcessOptions { Unprivileged = true });
        Assert.SkipWhen(result.Errors.Contains("Clone", StringComparison.Ordinal), "needs unprivileged user namespaces: " + result.Errors);
        result.ThrowOnErrors();
        Assert.Equal("deny", result.Lines[0]);
        Assert.Equal(["0", "65534", "1"], result.Lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Nothing_is_typed_into_the_callers_terminal()
    {
        using var bundle = new Bundle();
        bundle.SetCommand("attacks", "type");
        AssertTypesNothing(Outcome.Of(
            HostileProgram.Path, "terminal", bundle.Launcher, "--root", bundle.StateFolder, "run", "--bundle", bundle.Folder, Bundle.NewId()));
        string id = bundle.RunDetached("sleep", "100");
        AssertTypesNothing(Outcome.Of(
            HostileProgram.Path, "terminal", bundle.Launcher, "--root", bundle.StateFolder, "exec", id, "attacks", "type"));
    }

    [Fact]
    public void The_session_keyring_is_nobody_elses()
    {
        using var bundle = new Bundle();
        bundle.SetCommand("attacks", "keyring");
        string id = Bundle.NewId();
        Outcome outcome = Outcome.Of(
            HostileProgram.Path, "keyring", "_ses." + id, bundle.Launcher, "--root", bundle.StateFolder, "run", "--bundle", bundle.Folder, id);
        string[] keyrings = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, keyrings.Length);
        Assert.All(keyrings, static keyring => Assert.True(int.Parse(keyring, CultureInfo.InvariantCulture) > 0, keyring));
        Assert.NotEqual(keyrings[0], keyrings[1]);
    }

    [Fact]
    public void The_launcher_cannot_be_looked_into_by_whom_it_joins()
    {
        using var bundle = new Bundle();
        string id = bundle.RunDetached("sh", "-c", "exec attacks spy >/tmp/log");
        string log = $"{bundle.Root}/tmp/log";
        Assert.True(SpinWait.SpinUntil(() => File.Exists(log) && File.ReadAllText(log) == "ready\n", TimeSpan.FromSeconds(60)));
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(0, bundle.Exec(id, "true").ExitCode);
        }

        Assert.Equal("ready\n", File.ReadAllText(log));
    }

    [Fact]
    public void A_launcher_of_an_unprivileged_user_cannot_be_looked_into_either()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: becomes another user");
        // Where others can read it; the container's root is the host's.
        string program = $"/usr/local/bin/attacks-{Guid.NewGuid():N}";
        File.Copy(HostileProgram.Path, program);
        try
        {
            EngineProcessResult result = EngineProcess.Run(
                $$"""
                $log = "$env:HOME/log"
                $c = New-NamespacedProcess -RedirectStandardOutput $log {{program}} spy
                try {
                    while ([IO.File]::ReadAllText($log) -ne "ready`n") { [Threading.Thread]::Sleep(10) }
                    foreach ($i in 1..100) { $c | Invoke-ContainerCommand /bin/true }
                    [IO.File]::ReadAllText($log)
                } finally { $c | Remove-Container -Force }
                """, new EngineProcessOptions { Unprivileged = true });
            Assert.SkipWhen(result.Errors.Contains("Clone", StringComparison.Ordinal), "needs unprivileged user namespaces: " + result.Errors);
            Assert.Equal(["ready"], result.ThrowOnErrors().Lines);
        }
        finally
        {
            File.Delete(program);
        }
    }

    [Fact]
    public void A_call_that_nobody_knows_is_not_there_rather_than_forbidden()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: makes namespaces without a user namespace");
        using var engine = new PowerShellEngine();
        using var bundle = new Bundle();
        EngineResult result = engine.Run(
            "param($Root, $Number) Invoke-ContainerCommand -RootPath $Root attacks call $Number", bundle.Root, UnknownCall).ThrowOnErrors();
        Assert.Equal(["call: ENOSYS"], result.Lines);
        // The profile answers: what it does not name is not there, although the kernel has it and would let root.
        const int kexecLoad = 246;
        Assert.SkipUnless(System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "numbers of x86-64");
        Assert.Matches("call: (ENOSYS|EPERM)", engine.Run(
            "param($Root, $Number) Invoke-ContainerCommand -RootPath $Root attacks call $Number", bundle.Root, kexecLoad).ThrowOnErrors().Text);
    }

    private static void AssertTypesNothing(Outcome outcome)
    {
        Assert.Contains("typed: 0\n", outcome.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("own session: 1\n", outcome.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Matches("TIOCSTI: E(PERM|IO)\\s", outcome.Output);
        Assert.Contains("TIOCLINUX: E", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("/dev/tty: E", outcome.Output, StringComparison.Ordinal);
    }
}
