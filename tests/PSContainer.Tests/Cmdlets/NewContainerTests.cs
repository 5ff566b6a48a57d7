using PSContainer.State;
using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Cmdlets;

/// <summary>Containers that are made first and started later.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class NewContainerTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();
    private readonly string _name = LaunchedContainer.NewName();
    private readonly string _folder = Directory.CreateTempSubdirectory("create-").FullName;

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Its_command_waits_until_it_is_started()
    {
        EngineResult result = _engine.Run(
            """
            param($Name, $File, $Root)
            $c = New-Container -Name $Name -Mount "${File}:/mnt" -- sh -c 'echo begun > /mnt/file; exit 7'
            try {
                $c.Status; if ($Root) { Invoke-ContainerCommand -Name $Name -- ls /mnt }
                ($c | Start-Container -PassThru | Wait-Container).ExitCode
                $c.Refresh(); $c.Status; [IO.File]::ReadAllText("$File/file").Trim(); $null -ne $c.Started
            }
            finally { $c | Remove-Container -Force }
            """, _name, _folder, Environment.IsPrivilegedProcess).ThrowOnErrors();
        Assert.Equal(["Created", "7", "Stopped", "begun", "True"], result.Lines);
    }

    [Fact]
    public void An_idle_one_can_be_started_too() => Assert.Equal(
        ["Created", "Running", "host"],
        _engine.Run("$c = New-Container -Hostname host; try { $c.Status; ($c | Start-Container -PassThru).Status; $c | Invoke-ContainerCommand hostname } finally { $c | Remove-Container -Force }")
            .ThrowOnErrors().Lines);

    [Fact]
    public void With_an_init_the_command_begins_at_the_start() => Assert.Equal(
        ["init", "sleep"],
        _engine.Run(
            """
            $c = New-Container -Init -- sleep 1000
            try { $c | Start-Container; $c | Invoke-ContainerCommand -- sh -c 'cat /proc/1/comm /proc/2/comm' }
            finally { $c | Remove-Container -Force }
            """).ThrowOnErrors().Lines);

    [Fact]
    public void One_that_was_never_started_is_stopped_and_removed_like_any()
    {
        EngineResult result = _engine.Run(
            "$c = New-Container sleep 1000; ($c | Stop-Container -PassThru).ExitCode; $c | Remove-Container; $d = New-Container sleep 1000; $d | Remove-Container").ThrowOnErrors();
        Assert.Equal(["143"], result.Lines);
    }

    [Fact]
    public void A_bundle_is_obeyed_as_it_is()
    {
        Rights.NeedRoot("obeys a spec without a user namespace");
        using var root = new BusyBoxRoot();
        WriteBundle(root, """["sh", "-c", "id -u; hostname; pwd; cat /proc/self/oom_score_adj; exit 9"]""");
        EngineResult result = _engine.Run(
            """
            param($Folder, $Name)
            $c = New-Container -Bundle $Folder -Name $Name -RedirectStandardOutput "$Folder/out"
            try { $c.RootPath; $c.State.Bundle; ($c | Start-Container -PassThru | Wait-Container).ExitCode; [IO.File]::ReadAllText("$Folder/out") }
            finally { $c | Remove-Container -Force }
            """, _folder, _name).ThrowOnErrors();
        Assert.Equal(root.Path, result.Lines[0]);
        Assert.Equal("9", result.Lines[^2]);
        // The working directory is made where the root lacks it, as other runtimes do.
        Assert.Equal("33\nbundled\n/work\n123\n", result.Lines[^1]);
    }

    [Fact]
    public void The_spec_stays_with_the_container_byte_for_byte()
    {
        Rights.NeedRoot("obeys a spec without a user namespace");
        using var root = new BusyBoxRoot();
        string spec = WriteBundle(root, """["sleep", "1000"]""");
        Container container = _engine.Run("param($File) $global:c = New-Container -Spec $File; $c", $"{_folder}/config.json").Only<Container>();
        try
        {
            Assert.Equal(spec, File.ReadAllText($"{container.Store.Root.Path}/{container.Id}/config.json"));
            Assert.Equal(ContainerStatus.Created, container.Status);
        }
        finally
        {
            _engine.Run("$c | Remove-Container -Force").ThrowOnErrors();
        }
    }

    [Theory]
    [InlineData("$spec")]
    [InlineData("[pscustomobject] $spec")]
    public void A_spec_may_be_an_object(string spec)
    {
        Rights.NeedRoot("obeys a spec without a user namespace");
        using var root = new BusyBoxRoot();
        EngineResult result = _engine.Run(
            """
            param($Folder)
            $null = $ExecutionContext.SessionState.Path.SetLocation($Folder)
            $spec = @{
                ociVersion = '1.2.0'; hostname = 'object'; root = [pscustomobject] @{ path = 'root'; readonly = $true }
                process = @{ cwd = '/'; args = 'sh', '-c', 'hostname; touch /new || exit 8'; env = @('PATH=/bin'); noNewPrivileges = $true }
                linux = @{ namespaces = @('pid', 'mount', 'uts' | ForEach-Object { @{ type = $_ } }); resources = @{ memory = @{ limit = 64MB } } }
            }
            $c = New-Container -Spec (SPEC) -RedirectStandardOutput ./out
            try { ($c | Start-Container -PassThru | Wait-Container).ExitCode; [IO.File]::ReadAllText("$Folder/out") }
            finally { $c | Remove-Container -Force; [IO.File]::Delete("$Folder/out") }
            """.Replace("SPEC", spec, StringComparison.Ordinal),
            root.Folder).ThrowOnErrors();
        Assert.Equal(["8", "object\n"], result.Lines);
    }

    [Fact]
    public void WhatIf_shows_plan_and_limits_and_makes_nothing()
    {
        EngineResult result = _engine.Run("param($Name) New-Container -WhatIf -Name $Name -Memory 64MB sleep 1; Get-Container \"$Name*\"", _name).ThrowOnErrors();
        Assert.Empty(result.Output);
        Assert.Contains("wait to be started", result.HostText, StringComparison.Ordinal);
        Assert.Contains("\"memory\":{\"limit\":67108864}", result.HostText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-Container -Bundle /no/such/bundle", "Bundle.NotFound")]
    [InlineData("New-Container -Bundle /etc/passwd", "Bundle.NotFound")]
    [InlineData("New-Container -Bundle /etc", "Spec.CannotRead")]
    [InlineData("New-Container -Spec /no/such/spec", "Spec.CannotRead")]
    [InlineData("New-Container -Spec /etc/passwd", "Spec.Invalid")]
    [InlineData("New-Container -Spec @{ root = @{ path = '/' } }", "Spec.Invalid")]
    [InlineData("New-Container -Spec @{ ociVersion = '2.0.0'; root = @{ path = '/' } }", "Spec.Invalid")]
    [InlineData("$spec = @{}; $spec.self = $spec; New-Container -Spec $spec", "Spec.TooDeep")]
    [InlineData("New-Container -Name a/b sleep 1", "Container.InvalidName")]
    [InlineData("New-Container nosuchcommand", "Command.NotFound")]
    [InlineData("New-Container ''", "Command.Empty")]
    [InlineData("New-Container -RootPath /no/such/root sleep 1", "Root.NotADirectory")]
    public void What_is_wrong_is_said_and_leaves_nothing(string script, string id) =>
        Assert.Equal(id + ",PSContainer.Commands.NewContainerCommand", _engine.Run(script).OnlyError().FullyQualifiedErrorId);

    [Fact]
    public void Only_what_waits_can_be_started()
    {
        using var running = LaunchedContainer.Run("sleep", "1000");
        EngineResult result = _engine.Run("param($Name) Start-Container $Name, no-such", running.Name);
        Assert.Equal(
            ["Container.NotCreated,PSContainer.Commands.StartContainerCommand", "Container.NotFound,PSContainer.Commands.StartContainerCommand"],
            result.Errors.Select(static error => error.FullyQualifiedErrorId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_command_that_cannot_be_executed_ends_the_container_at_the_start()
    {
        string script = $"{_folder}/script";
        File.WriteAllText(script, "#!/no/such/interpreter\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        EngineResult result = _engine.Run(
            "param($Folder) $c = New-Container -Mount \"${Folder}:/mnt\" /mnt/script; try { $c | Start-Container; $c.Refresh(); ($c | Wait-Container -WarningAction Ignore).Status } finally { $c | Remove-Container -Force }", _folder);
        Assert.StartsWith("Command.Not", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["Stopped"], result.Lines);
    }

    private string WriteBundle(BusyBoxRoot root, string command)
    {
        string spec = $$"""
            { "ociVersion": "1.2.0", "hostname": "bundled", "root": { "path": "{{root.Path}}" },
              "process": { "cwd": "/work", "args": {{command}}, "env": ["PATH=/bin"], "user": { "uid": 33, "gid": 44 }, "oomScoreAdj": 123 },
              "mounts": [{ "destination": "/proc", "type": "proc" }],
              "linux": { "namespaces": [{ "type": "pid" }, { "type": "mount" }, { "type": "uts" }] } }
            """;
        File.WriteAllText($"{_folder}/config.json", spec);
        return spec;
    }
}
