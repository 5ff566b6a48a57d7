using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>What a user without rights can do with containers: all that takes no cgroup, and where it does, an error that says so.</summary>
public sealed class CmdletsUnprivilegedTests
{
    [Theory]
    [InlineData("It is made and started", "$c = New-Container -- sh -c 'sleep 1; exit 5'; $c.Status; $c | Start-Container; [Threading.Thread]::Sleep(300); $c.Namespaces.Count -ge 6; ($c | Wait-Container).ExitCode", "Created,True,5")]
    [InlineData("Its processes are found by its PID namespace", "$c = New-NamespacedProcess -- sh -c 'sleep 1000; true'; [Threading.Thread]::Sleep(1000); $c | Get-ContainerProcess | ForEach-Object { \"$($_.ContainerProcessId) $($_.Name) $($_.User)\" }", "1 sh root,2 sleep root")]
    [InlineData("A device is the host's own file", "Invoke-ContainerCommand -Device /dev/zero:/dev/source -- sh -c 'head -c 3 /dev/source | wc -c'", "3")]
    [InlineData("It is privileged in its user namespace", "Invoke-ContainerCommand -Privileged -- sh -c 'mount -t tmpfs x /mnt && stat -f -c %T /mnt'", "tmpfs")]
    [InlineData("Its kernel parameters are set", "Invoke-ContainerCommand -Sysctl @{ 'net.core.somaxconn' = 77 } -Ulimit nofile=99 -OomScoreAdjust 500 -- sh -c 'cat /proc/sys/net/core/somaxconn /proc/self/oom_score_adj; ulimit -n'", "77,500,99")]
    [InlineData("It is exported and made anew", "$b = New-Container -- sh -c 'exit 4' | Export-Container -Spec $env:XDG_RUNTIME_DIR/bundle; (New-Container -Bundle $b | Start-Container -PassThru | Wait-Container).ExitCode", "4")]
    [InlineData("What takes a cgroup says so", "$c = New-NamespacedProcess; foreach ($s in { $c | Suspend-Container }, { $c | Measure-Container }, { $c | Set-ContainerResource -PidsLimit 5 }) { try { & $s -ErrorAction Stop; 'done' } catch { $_.FullyQualifiedErrorId.Split(',')[0] } }", "Container.NoCgroup,Container.NoCgroup,Container.NoCgroup")]
    public void A_user_can_do_it_too(string what, string script, string expected)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: becomes another user");
        const string Clear = " } finally { Get-Container | Remove-Container -Force; @(Get-Container).Count }";
        EngineProcessResult result = EngineProcess.Run(
            "$ErrorActionPreference = 'Stop'; if (-not (Test-ContainerHost -Quiet)) { 'not here'; return }; try { " + script + Clear, new EngineProcessOptions { Unprivileged = true });
        Assert.SkipWhen(result.Output.StartsWith("not here", StringComparison.Ordinal), "this machine lets no user have user namespaces");
        result.ThrowOnErrors();
        Assert.True(string.Join(',', result.Lines) == $"{expected},0", $"{what}: {result.Output}");
    }
}
