using System.Diagnostics;
using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Cmdlets;

/// <summary>Files into a container and out of it, in a root of its own that is hostile where it can be.</summary>
public sealed class CopyContainerItemTests : IDisposable
{
    private const string Copy = ",PSContainer.Commands.CopyContainerItemCommand";

    private readonly PowerShellEngine _engine = new();
    private readonly BusyBoxRoot _root = new();
    private readonly string _host;

    public CopyContainerItemTests() => _host = Directory.CreateDirectory($"{_root.Folder}/host").FullName;

    public void Dispose()
    {
        _engine.Dispose();
        _root.Dispose();
    }

    [Fact]
    public void A_file_goes_in_and_out_with_its_mode_and_times()
    {
        File.WriteAllText($"{_host}/a", "text");
        File.SetUnixFileMode($"{_host}/a", UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead);
        File.SetLastWriteTimeUtc($"{_host}/a", new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        EngineResult result = WithContainer(
            """
            Copy-ContainerItem $h/a /tmp -ToContainer $c -PassThru
            Copy-ContainerItem /tmp/a $h/b -FromContainer $c.Name -PassThru | ForEach-Object { $_.GetType().Name + ' ' + $_.Name }
            $c | Invoke-ContainerCommand -- stat -c '%a %Y %s' /tmp/a
            """).ThrowOnErrors();
        Assert.Equal(["/tmp/a", "FileInfo b", "540 981173106 4"], result.Lines);
        Assert.Equal("text", File.ReadAllText($"{_host}/b"));
        Assert.Equal((UnixFileMode)0b101_100_000, File.GetUnixFileMode($"{_host}/b"));
        Assert.Equal(new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc), File.GetLastWriteTimeUtc($"{_host}/b"));
    }

    [Fact]
    public void Holes_stay_holes_and_users_attributes_go_with_their_files()
    {
        Assert.Equal(0, Outcome.Of("sh", "-c", $"cd {_host} && truncate -s 8G a && printf x | dd of=a bs=1 seek=5000000000 conv=notrunc status=none && setfattr -n user.note -v inside a").ExitCode);
        Assert.Equal(0, Outcome.Of("sh", "-c", $"mkdir -p {_root.Path}/srv {_host}/back {_host}/d && setfattr -n user.note -v folder {_host}/d && chmod 500 {_host}/d").ExitCode);
        WithContainer(
            """
            Copy-ContainerItem $h/a, $h/d /srv -ToContainer $c
            Copy-ContainerItem /srv/a, /srv/d $h/back/ -FromContainer $c
            """).ThrowOnErrors();
        Assert.Equal("8589934592 1", Run("sh", "-c", $"echo $(stat -c %s {_host}/back/a) $(( $(stat -c %b {_host}/back/a) < 1000 ))"));
        Assert.Equal("x", Run("dd", $"if={_host}/back/a", "bs=1", "skip=5000000000", "count=1", "status=none"));
        Assert.Equal("inside folder", Run("sh", "-c", $"echo $(getfattr --only-values -n user.note {_host}/back/a) $(getfattr --only-values -n user.note {_host}/back/d)"));
    }

    [Fact]
    public void Capabilities_go_in_and_never_come_out()
    {
        Rights.NeedRoot("gives files capabilities");
        Directory.CreateDirectory($"{_root.Path}/srv");
        File.Copy("/bin/true", $"{_host}/tool");
        Assert.Equal(0, Outcome.Of("setfattr", "-n", "security.capability", "-v", "0x0100000200040000000000000000000000000000", $"{_host}/tool").ExitCode);
        WithContainer(
            """
            Copy-ContainerItem $h/tool /srv/tool -ToContainer $c
            Copy-ContainerItem /srv/tool $h/back -FromContainer $c
            """).ThrowOnErrors();
        Assert.Contains("security.capability", Run("getfattr", "-m", "-", "--absolute-names", $"{_root.Path}/srv/tool"), StringComparison.Ordinal);
        Assert.Equal("", Run("getfattr", "-m", "security.capability", "--absolute-names", $"{_host}/back"));
    }

    [Fact]
    public void Owners_are_kept_by_the_containers_numbers()
    {
        Rights.NeedRoot("gives files to other users");
        EngineResult result = _engine.Run(
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
            """, OpenToOthers(_root.Path), _host).ThrowOnErrors();
        Assert.Equal(["0 0", "33 44"], result.Lines);
        Assert.Equal("33 44", Run("stat", "-c", "%u %g", $"{_host}/c"));
    }

    [Fact]
    public void A_folder_goes_whole_and_its_links_as_links()
    {
        Directory.CreateDirectory($"{_host}/d/deep");
        File.WriteAllText($"{_host}/d/deep/x", "x");
        File.CreateSymbolicLink($"{_host}/d/link", "/nowhere/at/all");
        EngineResult result = WithContainer(
            """
            Copy-ContainerItem $h/d /tmp/d -ToContainer $c
            Copy-ContainerItem $h/d /tmp/d -ToContainer $c -Recurse
            Copy-ContainerItem /tmp/d/d $h/back -FromContainer $c
            """);
        result.ThrowOnErrors();
        Assert.Equal("x", File.ReadAllText($"{_host}/back/deep/x"));
        Assert.Equal("/nowhere/at/all", new FileInfo($"{_host}/back/link").LinkTarget);
    }

    [Fact]
    public void Files_come_from_the_pipeline_and_by_wildcard()
    {
        File.WriteAllText($"{_host}/1.txt", "1");
        File.WriteAllText($"{_host}/2.txt", "2");
        EngineResult result = WithContainer(
            """
            [IO.DirectoryInfo]::new($h).GetFiles('*.txt') | Copy-ContainerItem -Destination /tmp -ToContainer $c
            Copy-ContainerItem "$h/*.txt" /mnt -ToContainer $c
            $c | Invoke-ContainerCommand -- ls /tmp /mnt
            """).ThrowOnErrors();
        Assert.Equal(["/mnt:", "1.txt", "2.txt", "", "/tmp:", "1.txt", "2.txt"], result.Lines);
    }

    [Theory]
    [InlineData("/secret", "{0}/secret")]
    [InlineData("/secret", "../../../../../../../..{0}/secret")]
    [InlineData("/dir/secret", "{0}", "/dir")]
    [InlineData("/secret", "/proc/1/root{0}/secret")]
    [InlineData("/secret", "/proc/self/cwd/secret")]
    public void A_link_that_leads_out_leads_nowhere(string path, string target, string? link = null)
    {
        File.WriteAllText($"{_host}/secret", "secret");
        File.CreateSymbolicLink(_root.Path + (link ?? path), string.Format(System.Globalization.CultureInfo.InvariantCulture, target, _host));
        EngineResult result = WithContainer($"Copy-ContainerItem {path} $h/stolen -FromContainer $c");
        Assert.StartsWith("Copy.", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.False(File.Exists($"{_host}/stolen"));
    }

    [Theory]
    [InlineData("/out/made")]
    [InlineData("/out/")]
    [InlineData("/file")]
    public void Nothing_is_written_outside_through_a_link(string destination)
    {
        File.WriteAllText($"{_host}/a", "new");
        File.WriteAllText($"{_host}/kept", "old");
        File.CreateSymbolicLink($"{_root.Path}/out", _host);
        File.CreateSymbolicLink($"{_root.Path}/file", $"{_host}/kept");
        string[] before = Directory.GetFileSystemEntries(_host);
        WithContainer($"Copy-ContainerItem $h/a {destination} -ToContainer $c");
        Assert.Equal(before, Directory.GetFileSystemEntries(_host));
        Assert.Equal("old", File.ReadAllText($"{_host}/kept"));
    }

    [Fact]
    public void A_link_of_the_containers_is_not_written_through_on_the_host()
    {
        File.WriteAllText($"{_host}/kept", "old");
        Directory.CreateDirectory($"{_root.Path}/d");
        File.CreateSymbolicLink($"{_root.Path}/d/x", $"{_host}/kept");
        WithContainer(
            """
            Copy-ContainerItem /d $h/d -FromContainer $c
            $c | Invoke-ContainerCommand -- sh -c 'rm /d/x; echo new >/d/x'
            Copy-ContainerItem /d/x $h/d -FromContainer $c
            """).ThrowOnErrors();
        Assert.Equal("old", File.ReadAllText($"{_host}/kept"));
        Assert.Equal("new\n", File.ReadAllText($"{_host}/d/x"));
    }

    [Fact]
    public void What_comes_out_runs_with_nobody_elses_rights()
    {
        WithContainer(
            """
            $c | Invoke-ContainerCommand -- sh -c 'echo x >/tmp/suid; chmod 6755 /tmp/suid'
            Copy-ContainerItem /tmp/suid $h/suid -FromContainer $c
            """).ThrowOnErrors();
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode($"{_host}/suid"));
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
        Assert.Equal("1\n2\n", File.ReadAllText($"{_host}/d/a") + File.ReadAllText($"{_host}/d/z"));
    }

    [Fact]
    public void A_fifo_in_the_way_is_not_waited_for()
    {
        File.WriteAllText($"{_host}/a", "a");
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
        Run("rm", "-r", $"{_host}/d", $"{_root.Path}/tmp/d");
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
        File.WriteAllText($"{_host}/file", "x");
        Assert.StartsWith(id, WithContainer(script).OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_copies_nothing()
    {
        File.WriteAllText($"{_host}/file", "x");
        EngineResult result = WithContainer("Copy-ContainerItem $h/file /tmp -ToContainer $c -WhatIf; $c | Invoke-ContainerCommand ls /tmp");
        Assert.Empty(result.ThrowOnErrors().Lines);
        Assert.Contains($"{_host}/file", result.HostText, StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_ends_a_copy()
    {
        // No hole, which would be no work.
        Assert.Equal(0, Outcome.Of("sh", "-c", $"head -c 1000000000 /dev/zero > {_host}/big").ExitCode);
        using RunningScript running = _engine.Start(Wrapped("'begun'; Copy-ContainerItem $h/big /tmp -ToContainer $c"), _root.Path, _host);
        running.WaitForOutput("begun");
        Thread.Sleep(50);
        running.Stop();
        Assert.True(running.Wait().Stopped);
        File.Delete($"{_host}/big");
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

    private EngineResult WithContainer(string script) => _engine.Run(Wrapped(script), _root.Path, _host);

    private static string Wrapped(string script) =>
        "param($Root, $h) $c = New-NamespacedProcess -RootPath $Root; try { " + script + " } finally { $c | Remove-Container -Force }";

    private static string OpenToOthers(string folder)
    {
        File.SetUnixFileMode($"{folder}/tmp", (UnixFileMode)0b111_111_111);
        return folder;
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return output;
    }
}
