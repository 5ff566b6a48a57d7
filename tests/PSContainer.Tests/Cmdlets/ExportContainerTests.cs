using System.Diagnostics;
using System.Text.Json.Nodes;
using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Cmdlets;

public sealed class ExportContainerTests : IDisposable
{
    private const string Crun = "/opt/crun/crun";

    // crun of today wants version 2 of cgroups alone: in a mount namespace of its own it sees nothing else.
    private const string PureV2 =
        "umount -R /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup && cd \"$0\" && exec \"$1\" --root \"$2\" run \"$3\"";

    private readonly PowerShellEngine _engine = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("export-").FullName;

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_bundle_says_what_the_container_is()
    {
        Rights.NeedCgroups();
        using var root = new BusyBoxRoot();
        Export("-RootPath $Root -Memory 64MB -Ulimit nofile=100 -Mount type=tmpfs,target=/mnt -Hostname exported -- sleep 1000", root);
        JsonNode spec = JsonNode.Parse(File.ReadAllText($"{_folder}/bundle/config.json"))!;
        Assert.Equal(root.Path, (string?)spec["root"]!["path"]);
        Assert.Equal("exported", (string?)spec["hostname"]);
        Assert.Equal(64 << 20, (long)spec["linux"]!["resources"]!["memory"]!["limit"]!);
        Assert.Equal("RLIMIT_NOFILE", (string?)spec["process"]!["rlimits"]![0]!["type"]);
        Assert.Equal(["sleep", "1000"], spec["process"]!["args"]!.AsArray().Select(static word => (string?)word));
    }

    [Theory]
    [InlineData("-RootPath $Root -Hostname exported -Ulimit nofile=100 -- sh -c 'hostname; id -u; pwd'", "exported|0|/")]
    [InlineData("-RootPath $Root -User web -DropCapability ALL -Mount /etc:/mnt:ro -- sh -c 'id -u; ls /mnt/passwd; touch /mnt/new 2>/dev/null || echo no'", "33|/mnt/passwd|no")]
    [InlineData("-Hostname exported -- sh -c 'hostname; touch /etc/new 2>/dev/null || echo no'", "exported|no")]
    public void Both_runtimes_run_it_to_the_same_end(string parameters, string lines)
    {
        Rights.NeedRoot("shows crun a machine without version 1");
        using var root = new BusyBoxRoot();
        Export(parameters, root);
        Assert.Equal(lines, Again());
        Assert.SkipUnless(File.Exists(Crun), $"needs {Crun}");
        Assert.Equal(lines, RunCrun());
    }

    [Fact]
    public void An_idle_one_becomes_one_that_sleeps_and_says_so()
    {
        using var root = new BusyBoxRoot();
        EngineResult result = Export("-RootPath $Root", root);
        Assert.Contains("sleep infinity", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Contains("infinity", File.ReadAllText($"{_folder}/bundle/config.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_spec_that_is_there_is_replaced_by_force_only()
    {
        using var container = LaunchedContainer.Run("sleep", "1000");
        EngineResult result = _engine.Run("param($Id, $Path) 1..2 | ForEach-Object { $null = Export-Container -Id $Id -Spec $Path }; (Export-Container -Id $Id -Spec $Path -Force).FullName", container.Id, _folder);
        Assert.Equal("Export.Exists,PSContainer.Commands.ExportContainerCommand", result.OnlyError().FullyQualifiedErrorId);
        Assert.Equal([_folder], result.Lines);
    }

    [Theory]
    [InlineData("Export-Container web -Spec ./there")]
    [InlineData("Get-Container web | Export-Container -Spec there")]
    [InlineData("Export-Container -Name w?b -Path ./there/")]
    [InlineData("Export-Container -Spec \"$Path/there\" -Name WEB")]
    public void The_folder_is_of_the_current_location_and_is_given_back(string command)
    {
        EngineResult result = _engine.Run(
            $"param($Path) $c = New-Container -Name web true; $null = $ExecutionContext.SessionState.Path.SetLocation($Path); try {{ $d = {command}; $d.GetType().Name; $d.FullName.TrimEnd('/') }} finally {{ $c | Remove-Container }}", _folder);
        Assert.Equal(["DirectoryInfo", $"{_folder}/there"], result.ThrowOnErrors().Lines);
        Assert.True(File.Exists($"{_folder}/there/config.json"));
    }

    [Theory]
    [InlineData("/proc/nonsense", "Export.CannotWrite")]
    [InlineData("/etc/passwd", "Export.CannotWrite")]
    public void A_folder_that_cannot_be_is_an_error(string folder, string id)
    {
        using var container = LaunchedContainer.Run("sleep", "1000");
        EngineResult result = _engine.Run("param($Id, $Path) Export-Container -Id $Id -Spec $Path", container.Id, folder);
        Assert.Equal($"{id},PSContainer.Commands.ExportContainerCommand", result.OnlyError().FullyQualifiedErrorId);
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        using var container = LaunchedContainer.Run("sleep", "1000");
        _engine.Run("param($Id, $Path) Export-Container -Id $Id -Spec $Path -WhatIf", container.Id, $"{_folder}/none").ThrowOnErrors();
        Assert.False(Directory.Exists($"{_folder}/none"));
    }

    private EngineResult Export(string parameters, BusyBoxRoot root) => _engine.Run(
        $"param($Root, $Path) $c = New-Container {parameters}; try {{ $c | Export-Container -Spec $Path }} finally {{ $c | Remove-Container }}",
        root.Path, $"{_folder}/bundle").ThrowOnErrors();

    private string Again() => string.Join('|', _engine.Run(
        """
        param($Path)
        $c = New-Container -Bundle $Path -RedirectStandardOutput "$Path/out"
        try { $null = $c | Start-Container -PassThru | Wait-Container; [IO.File]::ReadAllText("$Path/out").Trim() -split "`n" }
        finally { $c | Remove-Container -Force }
        """, $"{_folder}/bundle").ThrowOnErrors().Lines);

    private string RunCrun()
    {
        var start = new ProcessStartInfo(
            "unshare", ["-m", "sh", "-c", PureV2, $"{_folder}/bundle", Crun, $"{_folder}/crun", LaunchedContainer.NewName()])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
        return output.Trim().Replace('\n', '|');
    }
}
