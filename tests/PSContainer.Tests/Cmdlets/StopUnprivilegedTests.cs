using PSContainer.State;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>The whole life of containers for a user without rights, in a user namespace.</summary>
public sealed class StopUnprivilegedTests
{
    [Theory]
    [InlineData("A command that is process 1 is stopped at once",
        "$c = New-NamespacedProcess sleep 1000; ($c | Stop-Container -PassThru).ExitCode", "143")]
    [InlineData("An idle init gets the signal itself",
        "$c = New-NamespacedProcess; $c = $c | Stop-Container -PassThru; \"$($c.ExitCode) $($c.Signal)\"", "143 ")]
    [InlineData("A command that does not listen is killed",
        "$c = New-NamespacedProcess -- sh -c 'trap \"\" TERM; echo x >/tmp/x; while :; do sleep 0.05; done'; while (-not ($c | Invoke-ContainerCommand -- sh -c 'cat /tmp/x 2>/dev/null; true')) { }; ($c | Stop-Container -Timeout 0.2 -PassThru).ExitCode", "137")]
    [InlineData("The end is waited for", "$c = New-NamespacedProcess -- sh -c 'sleep 0.2; exit 4'; ($c | Wait-Container).ExitCode", "4")]
    [InlineData("It is named", "$c = New-NamespacedProcess; $c | Set-ContainerHostname web -PassThru | Invoke-ContainerCommand cat /proc/sys/kernel/hostname", "web")]
    [InlineData("One that runs is removed", "$c = New-NamespacedProcess; $c | Remove-Container -Force; @(Get-Container).Count", "0")]
    public void A_user_can_do_it_too(string what, string script, string expected)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: becomes another user");
        string clear = "; Get-Container | Remove-Container -Force; @(Get-Container).Count";
        EngineProcessResult result = EngineProcess.Run(
            "if (-not (Test-ContainerHost -Quiet)) { 'not here'; return }; " + script + clear, new EngineProcessOptions { Unprivileged = true });
        Assert.SkipWhen(result.Output.StartsWith("not here", StringComparison.Ordinal), "this machine lets no user have user namespaces");
        result.ThrowOnErrors();
        Assert.True(result.Output == $"{expected}\n0\n", $"{what}: {result.Output}");
    }

    [Fact]
    public void Another_users_containers_are_neither_seen_nor_touched()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: becomes another user");
        using var idle = LaunchedContainer.Idle();
        EngineProcessResult result = EngineProcess.Run(
            $"try {{ Remove-Container -Id {idle.Id} -Force -ErrorAction Stop }} catch {{ $_.FullyQualifiedErrorId }}; @(Get-Container {idle.Name}*).Count",
            new EngineProcessOptions { Unprivileged = true }).ThrowOnErrors();
        Assert.Equal(["Container.NotFound,PSContainer.Commands.RemoveContainerCommand", "0"], result.Lines);
        Assert.Equal(ContainerStatus.Running, idle.Look().Status);
    }

    [Theory]
    [InlineData("Get-Container")]
    [InlineData("Stop-Container -Name x")]
    [InlineData("Wait-Container -Id x -ErrorAction Stop")]
    [InlineData("Remove-Container -Name x -Force")]
    [InlineData("Set-ContainerHostname web -Name x")]
    public void A_state_folder_that_others_may_write_is_refused_in_words(string script)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: becomes another user");
        EngineProcessResult result = EngineProcess.Run(
            $"mkdir $env:XDG_RUNTIME_DIR/pscontainer; chmod 777 $env:XDG_RUNTIME_DIR/pscontainer; try {{ {script} }} catch {{ $_.FullyQualifiedErrorId }}",
            new EngineProcessOptions { Unprivileged = true }).ThrowOnErrors();
        Assert.StartsWith("State.Root.WritableByOthers,PSContainer.Commands.", Assert.Single(result.Lines), StringComparison.Ordinal);
    }
}
