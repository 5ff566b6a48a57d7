using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Cmdlets;

/// <summary>Files into a container and out of it.</summary>
public sealed class CopyContainerItemTests : CopyScene
{
    [Fact]
    public void A_file_goes_in_and_out_with_its_mode_and_times()
    {
        File.WriteAllText($"{Host}/a", "text");
        File.SetUnixFileMode($"{Host}/a", UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead);
        File.SetLastWriteTimeUtc($"{Host}/a", new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        EngineResult result = WithContainer(
            """
            Copy-ContainerItem $h/a /tmp -ToContainer $c -PassThru
            Copy-ContainerItem /tmp/a $h/b -FromContainer $c.Name -PassThru | ForEach-Object { $_.GetType().Name + ' ' + $_.Name }
            $c | Invoke-ContainerCommand -- stat -c '%a %Y %s' /tmp/a
            """).ThrowOnErrors();
        Assert.Equal(["/tmp/a", "FileInfo b", "540 981173106 4"], result.Lines);
        Assert.Equal("text", File.ReadAllText($"{Host}/b"));
        Assert.Equal((UnixFileMode)0b101_100_000, File.GetUnixFileMode($"{Host}/b"));
        Assert.Equal(new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc), File.GetLastWriteTimeUtc($"{Host}/b"));
    }

    [Fact]
    public void Holes_stay_holes_and_users_attributes_go_with_their_files()
    {
        Assert.Equal(0, Outcome.Of("sh", "-c", $"cd {Host} && truncate -s 8G a && printf x | dd of=a bs=1 seek=5000000000 conv=notrunc status=none && setfattr -n user.note -v inside a").ExitCode);
        Assert.Equal(0, Outcome.Of("sh", "-c", $"mkdir -p {Root.Path}/srv {Host}/back {Host}/d && setfattr -n user.note -v folder {Host}/d && chmod 500 {Host}/d").ExitCode);
        WithContainer(
            """
            Copy-ContainerItem $h/a, $h/d /srv -ToContainer $c
            Copy-ContainerItem /srv/a, /srv/d $h/back/ -FromContainer $c
            """).ThrowOnErrors();
        Assert.Equal("8589934592 1", Run("sh", "-c", $"echo $(stat -c %s {Host}/back/a) $(( $(stat -c %b {Host}/back/a) < 1000 ))"));
        Assert.Equal("x", Run("dd", $"if={Host}/back/a", "bs=1", "skip=5000000000", "count=1", "status=none"));
        Assert.Equal("inside folder", Run("sh", "-c", $"echo $(getfattr --only-values -n user.note {Host}/back/a) $(getfattr --only-values -n user.note {Host}/back/d)"));
    }

    [Fact]
    public void Owners_are_kept_by_the_containers_numbers()
    {
        Rights.NeedRoot("gives files to other users");
        EngineResult result = Engine.Run(
            """
            param($Root, $h)
            $c = New-NamespacedProcess -RootPath $Root -Namespace Pid, Mount, User -UidMap 0:100000:1000 -GidMap 0:200000:1000
            try {
                [IO.File]::WriteAllText("$h/a", 'a')
                Copy-ContainerItem $h/a /tmp/a -ToContainer $c
                $c | Invoke-ContainerCommand -- stat -c '%u %g' /tmp/a
                Invoke-ContainerCommand -Mount "${h}:/mnt" -- chown 33:44 /mnt/a
                Copy-ContainerItem $h/a /tmp/b -ToContainer $c
                $c | Invoke-ContainerCommand -- stat -c '%u %g' /tmp/b
                Copy-ContainerItem /tmp/b $h/c -FromContainer $c
            }
            finally { $c | Remove-Container -Force }
            """, OpenToOthers(Root.Path), Host).ThrowOnErrors();
        Assert.Equal(["0 0", "33 44"], result.Lines);
        Assert.Equal("33 44", Run("stat", "-c", "%u %g", $"{Host}/c"));
    }

    [Fact]
    public void A_folder_goes_whole_and_its_links_as_links()
    {
        Directory.CreateDirectory($"{Host}/d/deep");
        File.WriteAllText($"{Host}/d/deep/x", "x");
        File.CreateSymbolicLink($"{Host}/d/link", "/nowhere/at/all");
        EngineResult result = WithContainer(
            """
            Copy-ContainerItem $h/d /tmp/d -ToContainer $c
            Copy-ContainerItem $h/d /tmp/d -ToContainer $c -Recurse
            Copy-ContainerItem /tmp/d/d $h/back -FromContainer $c
            """);
        result.ThrowOnErrors();
        Assert.Equal("x", File.ReadAllText($"{Host}/back/deep/x"));
        Assert.Equal("/nowhere/at/all", new FileInfo($"{Host}/back/link").LinkTarget);
    }

    [Fact]
    public void Files_come_from_the_pipeline_and_by_wildcard()
    {
        File.WriteAllText($"{Host}/1.txt", "1");
        File.WriteAllText($"{Host}/2.txt", "2");
        EngineResult result = WithContainer(
            """
            [IO.DirectoryInfo]::new($h).GetFiles('*.txt') | Copy-ContainerItem -Destination /tmp -ToContainer $c
            Copy-ContainerItem "$h/*.txt" /mnt -ToContainer $c
            $c | Invoke-ContainerCommand -- ls /tmp /mnt
            """).ThrowOnErrors();
        Assert.Equal(["/mnt:", "1.txt", "2.txt", "", "/tmp:", "1.txt", "2.txt"], result.Lines);
    }

    [Theory]
    [InlineData("Copy-ContainerItem $h/none /tmp -ToContainer $c", "Copy.NotFound")]
    [InlineData("Copy-ContainerItem /none $h -FromContainer $c", "Copy.NotFound")]
    [InlineData("Copy-ContainerItem $h/file /none/ -ToContainer $c", "Copy.NotFound")]
    [InlineData("Copy-ContainerItem $h/file /none/x -ToContainer $c", "Copy.NotFound")]
    [InlineData("Copy-ContainerItem $h/file /etc/passwd/x -ToContainer $c", "Copy.openat2.ENOTDIR")]
    [InlineData("Copy-ContainerItem $h/file '' -ToContainer $c", "ParameterArgumentValidationErrorEmptyStringNotAllowed")]
    [InlineData("Copy-ContainerItem / $h -FromContainer $c", "Copy.NoName")]
    [InlineData("Copy-ContainerItem $h/file /proc/x -ToContainer $c", "Copy.")]
    [InlineData("Copy-ContainerItem $h/file /tmp -ToContainer none", "Container.NotFound")]
    [InlineData("Copy-ContainerItem \"$h/*.none\" /tmp -ToContainer $c", "Copy.NotFound")]
    [InlineData("$c | Stop-Container -Timeout 0; Copy-ContainerItem $h/file /tmp -ToContainer $c", "Container.NotRunning")]
    [InlineData("$null = [IO.Directory]::CreateDirectory(\"$h/dir\"); Copy-ContainerItem $h/dir /etc/passwd -ToContainer $c", "Copy.IsNoFolder")]
    [InlineData("$null = [IO.Directory]::CreateDirectory(\"$h/tmp\"); Copy-ContainerItem /etc/passwd $h/tmp -FromContainer $c; $c | Invoke-ContainerCommand -- sh -c 'mkdir /tmp/passwd'; Copy-ContainerItem $h/tmp/passwd /tmp -ToContainer $c", "Copy.IsFolder")]
    public void Bad_input_is_an_error_that_says_so(string script, string id)
    {
        File.WriteAllText($"{Host}/file", "x");
        Assert.StartsWith(id, WithContainer(script).OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_copies_nothing()
    {
        File.WriteAllText($"{Host}/file", "x");
        EngineResult result = WithContainer("Copy-ContainerItem $h/file /tmp -ToContainer $c -WhatIf; $c | Invoke-ContainerCommand ls /tmp");
        Assert.Empty(result.ThrowOnErrors().Lines);
        Assert.Contains($"{Host}/file", result.HostText, StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_ends_a_copy()
    {
        // No hole, which would be no work.
        Assert.Equal(0, Outcome.Of("sh", "-c", $"head -c 1000000000 /dev/zero > {Host}/big").ExitCode);
        using RunningScript running = Engine.Start(Wrapped("'begun'; Copy-ContainerItem $h/big /tmp -ToContainer $c"), Root.Path, Host);
        running.WaitForOutput("begun");
        Thread.Sleep(50);
        running.Stop();
        Assert.True(running.Wait().Stopped);
        File.Delete($"{Host}/big");
    }

    [Fact]
    public void A_user_copies_into_and_out_of_his_own()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: becomes another user");
        EngineProcessResult result = EngineProcess.Run(
            """
            $ErrorActionPreference = 'Stop'
            if (-not (Test-ContainerHost -Quiet)) { 'not here'; return }
            $c = New-NamespacedProcess
            try {
                $h = $env:XDG_RUNTIME_DIR
                [IO.File]::WriteAllText("$h/a", 'mine')
                Copy-ContainerItem $h/a /tmp -ToContainer $c
                $c | Invoke-ContainerCommand -- stat -c '%u %g' /tmp/a
                Copy-ContainerItem /tmp/a $h/b -FromContainer $c
                [IO.File]::ReadAllText("$h/b")
            } finally { $c | Remove-Container -Force }
            """, new EngineProcessOptions { Unprivileged = true });
        Assert.SkipWhen(result.Output.StartsWith("not here", StringComparison.Ordinal), "this machine lets no user have user namespaces");
        Assert.Equal(["0 0", "mine"], result.ThrowOnErrors().Lines);
    }

    private static string OpenToOthers(string folder)
    {
        File.SetUnixFileMode($"{folder}/tmp", (UnixFileMode)0b111_111_111);
        return folder;
    }
}
