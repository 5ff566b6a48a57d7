using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>What is wrong with the machine, the module or the user, in sessions of their own.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class BadInputProcessTests
{
    private static readonly string s_module = Path.GetDirectoryName(EngineFiles.Readable.ModuleManifest)!;

    public BadInputProcessTests() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: makes private mounts and becomes another user");

    [Theory]
    [InlineData("rm \"$copy/pscontainer\"", "Launcher.NotFound")]
    [InlineData("chmod a-x \"$copy/pscontainer\"", "Launcher.NotExecutable")]
    public void A_launcher_that_is_missing_or_not_executable_is_named(string damage, string id)
    {
        string setup = $"copy=$(mktemp -d) && mount -t tmpfs none \"$copy\" && cp -a '{s_module}/.' \"$copy\" && {damage} && mount --bind \"$copy\" '{s_module}' && umount -l \"$copy\" && rmdir \"$copy\"";
        EngineProcessResult result = EngineProcess.Run(Catch("Invoke-ContainerCommand true") + Catch("New-NamespacedProcess"), Within(setup)).ThrowOnErrors();
        Assert.Equal([id, id], result.Lines);
    }

    [Fact]
    public void A_state_folder_that_cannot_be_written_is_named()
    {
        EngineProcessResult result = EngineProcess.Run(
            Catch("Invoke-ContainerCommand true") + Catch("New-NamespacedProcess"),
            Within("mkdir -p -m 0700 /run/pscontainer && mount -t tmpfs -o ro,mode=0700 none /run/pscontainer")).ThrowOnErrors();
        Assert.Equal(2, result.Lines.Count);
        Assert.All(result.Lines, static line => Assert.StartsWith("State.", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ \"ociVersion\": \"1.0")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"id\": \"somebody-elses\", \"pid\": 1 }")]
    public void A_state_that_is_half_written_or_foreign_disturbs_no_other_container(string state)
    {
        EngineProcessResult result = EngineProcess.Run(
            $$"""
            $null = [IO.Directory]::CreateDirectory('/run/pscontainer/broken')
            [IO.File]::WriteAllText('/run/pscontainer/broken/state.json', '{{state}}')
            Invoke-ContainerCommand echo fine
            Invoke-ContainerCommand -Id broken -ErrorAction SilentlyContinue -ErrorVariable failure -- echo wrong
            $failure.Count -eq 1 -and $failure[0].FullyQualifiedErrorId -match '^(Container|State)[.]'
            Get-Container | Remove-Container -Force
            @([IO.Directory]::GetDirectories('/run/pscontainer') -notmatch '/[.]').Count
            """,
            Within("mkdir -p -m 0700 /run/pscontainer && mount -t tmpfs -o mode=0700 none /run/pscontainer"));
        Assert.Equal(["fine", "True", "0"], result.Lines);
    }

    [Fact]
    public void User_namespaces_that_are_switched_off_are_said_to_be()
    {
        var options = new EngineProcessOptions
        {
            Unprivileged = true,
            Prefix = ["unshare", "--user", "--map-root-user", "sh", "-c", "echo 0 >/proc/sys/user/max_user_namespaces && exec \"$@\"", "sh"],
        };
        EngineProcessResult result = EngineProcess.Run(
            "try { Invoke-ContainerCommand -Namespace User -- true } catch { $_.FullyQualifiedErrorId.Split(',')[0]; \"$_\" }", options);
        Assert.Equal("Clone.Clone3.ENOSPC", result.Lines[0]);
        Assert.Contains("user.max_", result.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_unprivileged_user_has_the_same_containers()
    {
        EngineProcessResult result = EngineProcess.Run(
            """
            'in' | Invoke-ContainerCommand -Hostname web -- sh -c 'cat; id -u; hostname; echo $$; touch /tmp/x && echo tmp; touch /etc/x 2>/dev/null || echo refused; cat /sys/class/net/lo/flags; exit 3'
            $LASTEXITCODE
            -split (Invoke-ContainerCommand cat /proc/self/uid_map) -join ' '
            Invoke-ContainerCommand cat /proc/self/setgroups
            $c = New-NamespacedProcess -Hostname mine
            $c | Invoke-ContainerCommand -- sh -c 'hostname; id -u'
            $c | Set-ContainerHostname yours -PassThru | Invoke-ContainerCommand hostname
            $c | Remove-Container -Force
            Invoke-ContainerCommand -Mount /etc:/mnt:ro -- ls /mnt/passwd
            """, new EngineProcessOptions { Unprivileged = true }).ThrowOnErrors();
        Assert.Equal(
            ["in", "0", "web", "1", "tmp", "refused", "0x9", "3", "0 65534 1", "deny", "mine", "0", "yours", "/mnt/passwd"], result.Lines);
    }

    [Fact]
    public void What_an_unprivileged_user_may_not_do_is_said_in_words()
    {
        EngineProcessResult result = EngineProcess.Run(
            Catch("Invoke-ContainerCommand -UidMap 0:100000:1000 -GidMap 0:100000:1000 -- true")
            + Catch("Invoke-ContainerCommand -UidMap 0:0:1 -- true")
            + Catch("Invoke-ContainerCommand -User 5 -- true")
            + Catch("Invoke-ContainerCommand -JoinNamespace 1 -- true")
            + Catch("Invoke-ContainerCommand nosuchcommand") + "$LASTEXITCODE",
            new EngineProcessOptions { Unprivileged = true }).ThrowOnErrors();
        Assert.Contains(result.Lines[0], (string[])["IdMap.NotPermitted", "IdMap.HelperMissing"]);
        Assert.Contains(result.Lines[1], (string[])["IdMap.NotPermitted", "IdMap.HelperMissing"]);
        Assert.Equal(["User.NotMapped", "Namespace.NotPermitted", "Command.NotFound", "127"], result.Lines.Skip(2));
    }

    [Fact]
    public void An_unprivileged_user_gets_the_ranges_that_the_machine_gives_it()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/newuidmap") && File.Exists("/etc/subuid") && File.Exists("/etc/subgid"), "needs newuidmap (Debian: uidmap)");
        using var home = new PrivateFolder(EngineProcess.UnprivilegedId);
        EngineProcessOptions options = Within(
            "f=$(mktemp) && echo nobody:200000:1000 >$f && chmod 644 $f && mount --bind $f /etc/subuid && mount --bind $f /etc/subgid && rm $f",
            "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups") with { Environment = home.Environment };
        EngineProcessResult result = EngineProcess.Run(
            """
            -split (Invoke-ContainerCommand -UidMap 0:200000:1000 -GidMap 0:200000:1000 cat /proc/self/uid_map) -join ' '
            Invoke-ContainerCommand -UidMap 0:200000:1000 -GidMap 0:200000:1000 -User 5:6 -- sh -c 'id -u; id -g'
            """ + "\n" + Catch("Invoke-ContainerCommand -UidMap 0:200000:1001 -GidMap 0:200000:1000 -- true"), options).ThrowOnErrors();
        Assert.Equal(["0 200000 1000", "5", "6", "IdMap.NotPermitted"], result.Lines);
    }

    [Fact]
    public void A_session_that_is_killed_in_mid_launch_leaves_nothing()
    {
        for (int i = 0; i < 12; i++)
        {
            using EngineProcess session = EngineProcess.Start("'ready'; while ($true) { Invoke-ContainerCommand -PidsLimit 20 -- sleep 0.01 }");
            session.WaitForOutput("ready");
            Thread.Sleep(100 + (7 * i));
            session.Kill();
        }
    }

    [Fact]
    public void A_container_that_ends_while_it_is_looked_at_is_an_error_in_words_or_none()
    {
        using var engine = new PowerShellEngine();
        EngineResult result = engine.Run(
            """
            foreach ($i in 1..40) {
                $c = New-NamespacedProcess -RedirectStandardError /dev/null -- sleep (0.001 * $i)
                $c | Invoke-ContainerCommand true
                $null = Invoke-ContainerCommand -JoinNamespace $c true
                $null = Get-Container -Id $c.Id
                $c | Remove-Container -Force
            }
            """);
        Assert.All(result.AllErrors, static error => Assert.Contains(
            error.FullyQualifiedErrorId.Split(',')[0], (string[])["Container.NotRunning", "Process.NotFound", "Namespace.NotFound", "Namespace.Ended", "Launch.Vanished"]));
    }

    private static string Catch(string script) => $"try {{ $null = {script} }} catch {{ $_.FullyQualifiedErrorId.Split(',')[0] }}\n";

    // In a mount namespace of its own that is made ready by a shell script.
    private static EngineProcessOptions Within(string setup, params string[] then) => new()
    {
        Prefix = ["unshare", "--mount", "sh", "-c", $"{setup} && exec \"$@\"", "sh", .. then],
    };
}
