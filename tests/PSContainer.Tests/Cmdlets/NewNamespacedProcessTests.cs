using PSContainer.State;
using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Cmdlets;

/// <summary>Containers that go on by themselves.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class NewNamespacedProcessTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("new-").FullName;

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void It_gives_back_the_container_at_once()
    {
        EngineResult result = _engine.Run(
            "$c = New-NamespacedProcess -Name $args[0] -Hostname web -ContainerLabel @{ app = 'shop' } -- sleep 65.5; try { $null = $c.Namespaces; $c } finally { $c | Remove-Container -Force }",
            LaunchedContainer.NewName());
        Container container = result.Only<Container>();
        Assert.Matches("^[0-9a-f]{64}$", container.Id);
        Assert.StartsWith("test-", container.Name, StringComparison.Ordinal);
        Assert.Equal("web", container.HostName);
        Assert.Equal(["sleep", "65.5"], container.Command);
        Assert.Equal("shop", container.Labels["app"]);
        Assert.Equal("/", container.RootPath);
        Assert.InRange(container.Created!.Value.ToUniversalTime(), DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow);
        Assert.True(container.Namespaces.Count >= 6);
    }

    [Fact]
    public void Without_a_command_it_holds_the_namespaces_and_reaps()
    {
        EngineResult result = _engine.Run(
            """
            $c = New-NamespacedProcess
            try {
                $c | Invoke-ContainerCommand -- sh -c '(sleep 0.1 &) ; (sleep 0.2 &)'
                [Threading.Thread]::Sleep(600)
                $c | Invoke-ContainerCommand -- ps -e -o 'stat=,comm='
            }
            finally { $c | Remove-Container -Force }
            """).ThrowOnErrors();
        Assert.DoesNotContain(result.Lines, static line => line.StartsWith('Z'));
        Assert.Equal(2, result.Lines.Count);
    }

    [Fact]
    public void Objects_compose() => Assert.Equal(
        ["web"],
        _engine.Run("$c = New-NamespacedProcess -Namespace Pid, Mount, Uts; $c | Set-ContainerHostname web -PassThru | Invoke-ContainerCommand hostname; $c | Remove-Container -Force")
            .ThrowOnErrors().Lines);

    [Fact]
    public void A_command_runs_in_several_containers_one_after_the_other()
    {
        string name = LaunchedContainer.NewName();
        EngineResult result = _engine.Run(
            """
            param($Name)
            $all = foreach ($i in 1..3) { New-NamespacedProcess -Name "$Name-$i" -Hostname "host-$i" }
            try {
                $all | Invoke-ContainerCommand hostname
                Invoke-ContainerCommand -Name "$Name-*" hostname
                Invoke-ContainerCommand -Id $all[1].ShortId, $all[0].Id hostname
                'in' | Invoke-ContainerCommand -Name "$Name-2" -- sh -c 'cat; hostname; exit 9'
            }
            finally { $all | Remove-Container -Force }
            """, name).ThrowOnErrors();
        string[] each = ["host-1", "host-2", "host-3"];
        Assert.Equal(each, result.Lines.Take(3));
        Assert.Equal(each, result.Lines.Skip(3).Take(3).Order(StringComparer.Ordinal));
        Assert.Equal(["host-2", "host-1", "in", "host-2"], result.Lines.Skip(6));
        Assert.Equal(9, result.ExitCode);
    }

    [Fact]
    public void Input_for_several_containers_is_refused()
    {
        string name = LaunchedContainer.NewName();
        using var one = LaunchedContainer.Idle(name + "-1");
        using var two = LaunchedContainer.Idle(name + "-2");
        EngineResult result = _engine.Run("param($Name) 'in' | Invoke-ContainerCommand -Name \"$Name-*\" cat", name);
        Assert.StartsWith("Command.InputForMany,", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_in_a_container_has_its_user_environment_and_folder()
    {
        Rights.NeedRoot("becomes a user that its container does not map");
        EngineResult result = _engine.Run(
            """
            $c = New-NamespacedProcess -Environment @{ FROM = 'container'; BOTH = 'container' } -WorkingDirectory /usr
            try { $c | Invoke-ContainerCommand -User 12:34 -Environment @{ BOTH = 'command' } -WorkingDirectory /var -- sh -c 'echo $FROM $BOTH; pwd; id -u; id -g'; $c | Invoke-ContainerCommand pwd }
            finally { $c | Remove-Container -Force }
            """).ThrowOnErrors();
        Assert.Equal(["container command", "/var", "12", "34", "/usr"], result.Lines);
    }

    [Fact]
    public void Output_goes_to_the_files_that_are_named()
    {
        _engine.Run(
            """
            param($Folder)
            $c = New-NamespacedProcess -RedirectStandardOutput $Folder/out -RedirectStandardError $Folder/err -- sh -c 'echo out; echo err >&2'
            $null = $c | Wait-Container; $c | Remove-Container
            $c = New-NamespacedProcess -RedirectStandardOutput $Folder/both -RedirectStandardError $Folder/both -- sh -c 'echo out; echo err >&2; echo last'
            $null = $c | Wait-Container; $c | Remove-Container
            """, _folder).ThrowOnErrors();
        Assert.Equal("out\n", File.ReadAllText($"{_folder}/out"));
        Assert.Equal("err\n", File.ReadAllText($"{_folder}/err"));
        Assert.Equal("out\nerr\nlast\n", File.ReadAllText($"{_folder}/both"));
    }

    [Fact]
    public void How_it_ended_is_told()
    {
        EngineResult result = _engine.Run("$c = New-NamespacedProcess -- sh -c 'exit 9'; $null = $c | Wait-Container -Timeout 20; $c; $c | Remove-Container");
        Container container = result.Only<Container>();
        Assert.Equal(ContainerStatus.Stopped, container.Status);
        Assert.Equal(9, container.ExitCode);
        Assert.NotNull(container.ExitTime);
    }
}
