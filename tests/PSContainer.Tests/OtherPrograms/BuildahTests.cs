namespace PSContainer.Tests.OtherPrograms;

/// <summary>Buildah with the launcher as the runtime of its <c>run</c>.</summary>
public sealed class BuildahTests
{
    [Fact]
    public void A_step_of_a_build_runs_in_a_container()
    {
        using var buildah = new ForeignProgram("buildah", static folder => ["--root", $"{folder}/root", "--runroot", $"{folder}/run", "--storage-driver=vfs"]);
        string container = buildah.Must("from", "--signature-policy", $"{buildah.Folder}/policy.json", "scratch");
        string root = buildah.Must("mount", container);
        Invariants.Outcome.Of("cp", "-a", $"{buildah.Bundle.Root}/.", root);
        File.WriteAllText($"{buildah.Folder}/shared", "shared");
        string[] run = ["run", "--runtime", ForeignProgram.Launcher, "--isolation", "oci"];
        Assert.Equal("hi 1000 shared", buildah.Must(
            [.. run, "--network", "none", "--user", "1000", "--volume", $"{buildah.Folder}/shared:/shared:ro", container, "--", "sh", "-c", "echo hi $(id -u) $(cat /shared)"]));
        buildah.Require(3, [.. run, "--network", "host", container, "--", "sh", "-c", "touch /tmp/made; exit 3"]);
        Assert.True(File.Exists($"{root}/tmp/made"));
        buildah.Must("rm", container);
    }
}
