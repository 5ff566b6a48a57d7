using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Cmdlets;

/// <summary>Files into a container and out of it that are hostile where they can be: nothing leads out of the root.</summary>
public sealed class CopyHostileItemTests : CopyScene
{
    private const string Copy = ",PSContainer.Commands.CopyContainerItemCommand";

    [Fact]
    public void Capabilities_go_in_and_never_come_out()
    {
        Rights.NeedRoot("gives files capabilities");
        Directory.CreateDirectory($"{Root.Path}/srv");
        File.Copy("/bin/true", $"{Host}/tool");
        Assert.Equal(0, Outcome.Of("setfattr", "-n", "security.capability", "-v", "0x0100000200040000000000000000000000000000", $"{Host}/tool").ExitCode);
        WithContainer(
            """
            Copy-ContainerItem $h/tool /srv/tool -ToContainer $c
            Copy-ContainerItem /srv/tool $h/back -FromContainer $c
            """).ThrowOnErrors();
        Assert.Contains("security.capability", Run("getfattr", "-m", "-", "--absolute-names", $"{Root.Path}/srv/tool"), StringComparison.Ordinal);
        Assert.Equal("", Run("getfattr", "-m", "security.capability", "--absolute-names", $"{Host}/back"));
    }

    [Theory]
    [InlineData("/secret", "{0}/secret")]
    [InlineData("/secret", "../../../../../../../..{0}/secret")]
    [InlineData("/dir/secret", "{0}", "/dir")]
    [InlineData("/secret", "/proc/1/root{0}/secret")]
    [InlineData("/secret", "/proc/self/cwd/secret")]
    public void A_link_that_leads_out_leads_nowhere(string path, string target, string? link = null)
    {
        File.WriteAllText($"{Host}/secret", "secret");
        File.CreateSymbolicLink(Root.Path + (link ?? path), string.Format(System.Globalization.CultureInfo.InvariantCulture, target, Host));
        EngineResult result = WithContainer($"Copy-ContainerItem {path} $h/stolen -FromContainer $c");
        Assert.StartsWith("Copy.", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.False(File.Exists($"{Host}/stolen"));
    }

    [Theory]
    [InlineData("/out/made")]
    [InlineData("/out/")]
    [InlineData("/file")]
    public void Nothing_is_written_outside_through_a_link(string destination)
    {
        File.WriteAllText($"{Host}/a", "new");
        File.WriteAllText($"{Host}/kept", "old");
        File.CreateSymbolicLink($"{Root.Path}/out", Host);
        File.CreateSymbolicLink($"{Root.Path}/file", $"{Host}/kept");
        string[] before = Directory.GetFileSystemEntries(Host);
        WithContainer($"Copy-ContainerItem $h/a {destination} -ToContainer $c");
        Assert.Equal(before, Directory.GetFileSystemEntries(Host));
        Assert.Equal("old", File.ReadAllText($"{Host}/kept"));
    }

    [Fact]
    public void A_link_of_the_containers_is_not_written_through_on_theHost()
    {
        File.WriteAllText($"{Host}/kept", "old");
        Directory.CreateDirectory($"{Root.Path}/d");
        File.CreateSymbolicLink($"{Root.Path}/d/x", $"{Host}/kept");
        WithContainer(
            """
            Copy-ContainerItem /d $h/d -FromContainer $c
            $c | Invoke-ContainerCommand -- sh -c 'rm /d/x; echo new >/d/x'
            Copy-ContainerItem /d/x $h/d -FromContainer $c
            """).ThrowOnErrors();
        Assert.Equal("old", File.ReadAllText($"{Host}/kept"));
        Assert.Equal("new\n", File.ReadAllText($"{Host}/d/x"));
    }

    [Fact]
    public void What_comes_out_runs_with_nobody_elses_rights()
    {
        WithContainer(
            """
            $c | Invoke-ContainerCommand -- sh -c 'echo x >/tmp/suid; chmod 6755 /tmp/suid'
            Copy-ContainerItem /tmp/suid $h/suid -FromContainer $c
            """).ThrowOnErrors();
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode($"{Host}/suid"));
    }

    [Fact]
    public void What_is_no_file_is_told_and_the_rest_is_copied()
    {
        EngineResult result = WithContainer(
            """
            $c | Invoke-ContainerCommand -- sh -c 'mkdir /tmp/d; mkfifo /tmp/d/pipe; echo 1 >/tmp/d/a; echo 2 >/tmp/d/z'
            Copy-ContainerItem /tmp/d $h/d -FromContainer $c
            """);
        Assert.Equal("Copy.NotAFile" + Copy, result.OnlyError().FullyQualifiedErrorId);
        Assert.Equal("1\n2\n", File.ReadAllText($"{Host}/d/a") + File.ReadAllText($"{Host}/d/z"));
    }

    [Fact]
    public void A_fifo_in_the_way_is_not_waited_for()
    {
        File.WriteAllText($"{Host}/a", "a");
        EngineResult result = WithContainer("$c | Invoke-ContainerCommand -- sh -c 'mkfifo /tmp/a'; Copy-ContainerItem $h/a /tmp/a -ToContainer $c");
        Assert.Equal("Copy.IsNoFolder" + Copy, result.OnlyError().FullyQualifiedErrorId);
    }

    [Fact]
    public void Folders_in_folders_without_end_are_an_error()
    {
        EngineResult result = WithContainer(
            """
            $c | Invoke-ContainerCommand -- sh -c 'cd /tmp; i=0; while [ $i -lt 300 ]; do mkdir d; cd d; i=$((i+1)); done'
            Copy-ContainerItem /tmp/d $h/d -FromContainer $c
            """);
        Assert.Equal("Copy.TooDeep" + Copy, result.OnlyError().FullyQualifiedErrorId);
        Run("rm", "-r", $"{Host}/d", $"{Root.Path}/tmp/d");
    }
}
