using PSContainer.Tests.Engine;
using PSContainer.Tests.Images.Registry;
using PSContainer.Tests.Invariants;
using PSContainer.Tests.OtherPrograms;

namespace PSContainer.Tests.Images.Launch;

/// <summary>Podman runs what <c>New-ContainerImage</c> made of a container, as an archive and from a registry.</summary>
[Collection(WholeMachine.Collection)]
public sealed class CommittedImageTests : IDisposable
{
    private const string Change = "echo new > /new; rm /data/seed; ln -s new /link; chown 5:6 /new";

    private readonly ForeignProgram _podman = new("podman", static folder =>
    [
        "--runtime", ForeignProgram.Launcher, "--cgroup-manager=cgroupfs", "--root", $"{folder}/root", "--runroot", $"{folder}/run",
        "--tmpdir", $"{folder}/tmp", "--storage-driver=vfs", "--events-backend=file",
    ]);

    private readonly ImageScene _scene = new ImageScene().With("busybox", """{"Cmd":["sh"],"WorkingDir":"/data"}""");

    public void Dispose()
    {
        _scene.Dispose();
        _podman.Call("rm", "--force", "--all", "--time", "0");
        _podman.Dispose();
    }

    [Fact]
    public void Podman_runs_what_was_committed()
    {
        Commit("localhost/changed:1");
        string archive = $"{_podman.Folder}/changed.tar";
        _scene.Run("param($File) $null = Export-ContainerImage localhost/changed:1 -Path $File", archive).ThrowOnErrors();
        _podman.Must("load", "--input", archive);
        AssertRuns("localhost/changed:1");
    }

    [Fact]
    public void Podman_runs_what_was_sent()
    {
        using var registry = new DockerRegistry();
        string name = $"{registry.Host}/changed:1";
        Commit(name);
        _scene.Run("param($Name) Send-ContainerImage $Name -AllowInsecure", name).ThrowOnErrors();
        _podman.Must("pull", "--tls-verify=false", name);
        AssertRuns(name);
    }

    [Fact]
    public void What_is_mounted_in_every_container_is_no_change()
    {
        Commit("localhost/changed:1");
        string layout = $"{_podman.Folder}/layout.tar";
        _scene.Run("param($File) $null = Export-ContainerImage localhost/changed:1 -Path $File -Format Oci", layout).ThrowOnErrors();
        DockerRegistry.Skopeo("copy", $"oci-archive:{layout}", $"dir:{_podman.Folder}/dir");
        string[] blobs = [.. Directory.EnumerateFiles($"{_podman.Folder}/dir").OrderByDescending(static file => new FileInfo(file).Length)];
        Assert.DoesNotContain(blobs, static file => Outcome.Of("sh", "-c", "tar -tzf \"$0\" 2>/dev/null | grep -E '(resolv.conf|hosts|hostname)$'", file).ExitCode == 0);
    }

    private void Commit(string name) => _scene.Run("""
        param($Name, $Change)
        $c = New-NamespacedProcess -Image busybox -- sleep 1000
        try {
            $c | Invoke-ContainerCommand -- sh -c $Change
            $null = $c | New-ContainerImage -ImageName $Name -Command sh, '-c', 'pwd; cat /link; stat -c %u:%g /new; ls /data'
        }
        finally { $c | Remove-Container -Force }
        """, name, Change).ThrowOnErrors();

    private void AssertRuns(string name) =>
        Assert.Equal(["/data", "new", "5:6"], _podman.Must("run", "--rm", "--network=none", name).Split('\n', StringSplitOptions.TrimEntries));
}
