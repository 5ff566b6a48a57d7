using PSContainer.Images;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Images;

/// <summary>SIGKILL at any moment, and disks that are full: what is listed is whole, and what was half there goes with the next import.</summary>
public sealed class StoreDisasterTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Killed_in_mid_import_nothing_is_half_there_and_the_next_import_clears_away()
    {
        byte[] archive = TestArchive.Docker("a:1", TestArchive.Layer("one", new string('x', 5 << 20)), TestArchive.Layer("two", new string('y', 5 << 20)));
        File.WriteAllBytes(_store.PathOf("a.tar"), archive);
        Invariants.Outcome.Of("mkfifo", _store.PathOf("fifo"));

        // It gets the archive up to some point, and is killed there.
        foreach (double part in (double[])[0.0, 0.3, 0.6, 0.95])
        {
            using EngineProcess import = EngineProcess.Start(
                $"$PSContainerStore = '{_store.Store.Path}'; 'started'; Import-ContainerImage -LiteralPath '{_store.PathOf("fifo")}'");
            using (var fifo = new FileStream(_store.PathOf("fifo"), FileMode.Open, FileAccess.Write))
            {
                fifo.Write(archive.AsSpan(0, (int)(archive.Length * part)));
                fifo.Flush();
                import.Kill();
            }

            Assert.Empty(_store.Store.Images());
        }

        Assert.NotEmpty(_store.BlobFiles);
        ContainerImage image = _store.Import(_store.PathOf("a.tar")).Single();
        Assert.Equal(image.Blobs().Count(), _store.BlobFiles.Length);
    }

    [Fact]
    public void Killed_again_and_again_the_store_stays_whole()
    {
        for (int i = 0; i < 4; i++)
            File.WriteAllBytes(_store.PathOf($"{i}.tar"), TestArchive.Docker($"a:{i}", TestArchive.Layer("one", new string('x', 1 << 20)), TestArchive.Layer("own", $"{i}")));
        for (int round = 0; round < 4; round++)
        {
            using EngineProcess import = EngineProcess.Start($$"""
                $PSContainerStore = '{{_store.Store.Path}}'
                'started'
                while ($true) { 0..3 | ForEach-Object { $null = Import-ContainerImage "{{_store.Folder}}/$_.tar" }; 0..3 | ForEach-Object { Remove-ContainerImage "a:$_" } }
                """);
            import.WaitForOutput("started");
            Thread.Sleep(50 + (97 * round));
            import.Kill();
            Assert.All(_store.Store.Images(), image => Assert.Null(image.Problem));
            foreach (ContainerImage image in _store.Store.Images())
                Assert.All(image.Blobs(), blob => Assert.True(_store.Store.Contains(blob)));
        }

        foreach (ContainerImage image in _store.Store.Images().ToList())
            _store.Store.Forget(image.Entry.Digest);
        _store.Store.TryCollect();
        _store.AssertNothingLeft();
    }

    [Fact]
    public void On_a_full_disk_an_import_fails_and_leaves_what_was_there()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: mounts a small file system");
        File.WriteAllBytes(_store.PathOf("small.tar"), TestArchive.Docker("small:1", TestArchive.Layer("one", "1")));
        File.WriteAllBytes(_store.PathOf("large.tar"), TestArchive.Docker("large:1", TestArchive.Layer("one", new string('x', 1 << 20)), TestArchive.Layer("two", new string('y', 1 << 20))));
        Directory.CreateDirectory(_store.PathOf("disk"));
        EngineProcessResult result = EngineProcess.Run($$"""
            $PSContainerStore = '{{_store.PathOf("disk")}}/store'
            $null = Import-ContainerImage '{{_store.PathOf("small.tar")}}'
            $failed = 0; $done = 0
            foreach ($size in 84..780 | Where-Object { $_ % 24 -eq 12 }) {
                # In pages of 4 KB.
                mount -o "remount,size=$($size * 4096)" '{{_store.PathOf("disk")}}'
                $problem = $null
                $image = Import-ContainerImage '{{_store.PathOf("large.tar")}}' -ErrorAction SilentlyContinue -ErrorVariable problem
                if ($problem) {
                    $failed++
                    if ($problem[0].FullyQualifiedErrorId -notlike 'Image.Store.ENOSPC*') { "wrong error: $($problem[0].FullyQualifiedErrorId) $($problem[0])" }
                    if (@(Get-ContainerImage).Count -ne 1) { 'half visible' }
                } else { $done++; Remove-ContainerImage large:1 }
                foreach ($one in Get-ContainerImage) { if ($one.Problem) { $one.Problem } }
                $files = @([IO.Directory]::GetFiles("$PSContainerStore/blobs", '*', 'AllDirectories')).Count + @([IO.Directory]::GetFiles("$PSContainerStore/partial")).Count
                if ($files -ne 3) { "$files files at $size" }
            }
            "$($failed -gt 5) $($done -gt 3)"
            """, new() { Prefix = ["unshare", "--mount", "--propagation", "private", "--", "sh", "-c", $"mount -t tmpfs -o mode=755,size=300k tmpfs '{_store.PathOf("disk")}' && exec \"$@\"", "sh"] });
        Assert.Equal("True True", result.ThrowOnErrors().Output.Trim());
    }

    [Fact]
    public void A_user_without_rights_has_a_store_too()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: becomes another user");
        byte[] archive = TestArchive.Docker("a:1", TestArchive.Layer("one", "1"));
        EngineProcessResult result = EngineProcess.Run($$"""
            $bytes = [Convert]::FromBase64String('{{Convert.ToBase64String(TestArchive.Gzip(archive))}}')
            , $bytes | Import-ContainerImage | ForEach-Object Name
            (Export-ContainerImage a:1 $HOME/x.tar).Name
            Remove-ContainerImage a:1
            Import-ContainerImage $HOME/x.tar | ForEach-Object Tag
            [IO.Directory]::Exists("$HOME/.local/share/pscontainer/blobs")
            """, new() { Unprivileged = true, Environment = new Dictionary<string, string?> { ["XDG_DATA_HOME"] = null } });
        Assert.Equal(["docker.io/library/a:1", "x.tar", "1", "True"], result.ThrowOnErrors().Lines);
    }
}
