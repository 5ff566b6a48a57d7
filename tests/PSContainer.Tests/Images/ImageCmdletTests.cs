using Microsoft.Win32.SafeHandles;
using System.Management.Automation;
using PSContainer.Images;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Images;

public sealed class ImageCmdletTests : IDisposable
{
    private static readonly byte[] s_layer = TestArchive.Layer("low", "1");

    private readonly TemporaryStore _store = new();
    private readonly PowerShellEngine _engine = new();

    public ImageCmdletTests()
    {
        _engine.SetVariable("PSContainerStore", _store.Store.Path);
        _engine.SetVariable("folder", _store.Folder);
        File.WriteAllBytes(_store.PathOf("a.tar"), TestArchive.Docker("a:1", s_layer));
        File.WriteAllBytes(_store.PathOf("root.tar.gz"), TestArchive.Gzip(s_layer));
        File.WriteAllBytes(_store.PathOf("oci.tar"), TestLayout.Of("quay.io/b/c:2", s_layer, TestArchive.Layer("x", "y")).ToArchive());
    }

    public void Dispose()
    {
        _engine.Dispose();
        _store.Dispose();
    }

    [Fact]
    public void An_archive_is_imported_listed_exported_and_removed()
    {
        ContainerImage image = _engine.Run("Import-ContainerImage $folder/a.tar").Only<ContainerImage>();
        Assert.Equal("docker.io/library/a:1", image.Name);
        Assert.Equal(image.Id, _engine.Run("Get-ContainerImage a:1").Only<ContainerImage>().Id);
        Assert.Equal("x.tar", _engine.Run("Export-ContainerImage a:1 $folder/x.tar").Only<FileInfo>().Name);
        Assert.Equal(["a:1"], _engine.Run("Remove-ContainerImage a:1 -PassThru").Lines);
        _store.AssertNothingLeft();
        Assert.Equal(image.Id, _engine.Run("Import-ContainerImage $folder/x.tar").Only<ContainerImage>().Id);
        Assert.Empty(_engine.Run("Remove-ContainerImage a:1").ThrowOnErrors().Output);
    }

    [Fact]
    public void Paths_come_in_every_way()
    {
        Assert.Equal(["a:1", "quay.io/b/c:2"], Sorted("Import-ContainerImage $folder/*.tar"));
        Assert.Equal(["a:1"], Sorted("[IO.FileInfo]\"$folder/a.tar\" | Import-ContainerImage"));
        File.WriteAllBytes(_store.PathOf("[x].tar"), TestArchive.Docker("brackets", s_layer));
        Assert.Equal(["brackets:latest"], Sorted("Import-ContainerImage -LiteralPath \"$folder/[x].tar\""));
        Assert.Equal(["a:1"], Sorted("[Environment]::CurrentDirectory = '/'; $null = $ExecutionContext.SessionState.Path.SetLocation($folder); Import-ContainerImage ./a.tar"));
        Assert.Equal(["a:1", "brackets:latest", "quay.io/b/c:2"], Sorted("Get-ContainerImage"));
    }

    [Fact]
    public void Bytes_come_in_pieces_of_any_size()
    {
        Assert.Equal(["a:1"], Sorted(", [IO.File]::ReadAllBytes(\"$folder/a.tar\") | Import-ContainerImage"));
        Assert.Equal(["z:latest"], Sorted("""
            $bytes = [IO.File]::ReadAllBytes("$folder/root.tar.gz")
            & { for ($i = 0; $i -lt $bytes.Length; $i += 100) { , $bytes[$i..([math]::Min($i + 100, $bytes.Length) - 1)] } } | Import-ContainerImage -Name z -Command sh
            """));
        Assert.Equal(["b:latest"], Sorted("[IO.File]::ReadAllBytes(\"$folder/root.tar.gz\") | Import-ContainerImage -Name b"));
        Assert.Equal("Image.Archive.Invalid", ErrorId(", [byte[]]::new(100) * 3 | Import-ContainerImage"));
        Assert.Equal("Image.Archive.Invalid", ErrorId("1..100 | ForEach-Object { , [byte[]]::new(100KB) } | ForEach-Object { $_[0] = 7; , $_ } | Import-ContainerImage"));
    }

    [Fact]
    public void A_root_file_system_gets_the_configuration_that_is_given()
    {
        ImageConfiguration image = _engine.Run("""
            Import-ContainerImage $folder/root.tar.gz -Name r -Entrypoint /e -Command c, 'd e' -Environment @{ N = 1.5 } -WorkingDirectory /w -User u:g -Label @{ a = 'b' } `
                -Volume /v -ExposedPort 80/tcp -StopSignal INT -Platform arm64
            """).Only<ContainerImage>().Configuration;
        Assert.Equal("/e|c|d e|N=1.5|/w|u:g|b|/v|80/tcp|INT|linux/arm64", string.Join('|',
            [.. image.Entrypoint!, .. image.Command!, .. image.Environment, image.WorkingDirectory, image.User, image.Labels["a"], .. image.Volumes, .. image.ExposedPorts, image.StopSignal, image.Platform]));
    }

    [Theory]
    [InlineData("-Name A", "Image.Reference.Invalid")]
    [InlineData("-WorkingDirectory w", "Image.Configuration.InvalidParameter")]
    [InlineData("-Environment @{ 'a=b' = 1 }", "Image.Configuration.InvalidParameter")]
    [InlineData("-ExposedPort 70000", "Image.Configuration.InvalidParameter")]
    [InlineData("-ExposedPort 80/icmp", "Image.Configuration.InvalidParameter")]
    [InlineData("-Volume v", "Image.Configuration.InvalidParameter")]
    [InlineData("-Command \"a`0b\"", "Image.Configuration.InvalidParameter")]
    [InlineData("-Platform 'a b'", "ParameterArgumentTransformationError")]
    [InlineData("-MaximumSize 0", "ParameterArgumentValidationError")]
    [InlineData("-MaximumSize 100", "Image.Archive.TooLarge")]
    public void What_is_asked_wrongly_is_an_error_and_changes_nothing(string parameters, string id)
    {
        Assert.Equal(id, ErrorId($"Import-ContainerImage $folder/root.tar.gz {parameters}"));
        Assert.Empty(_store.Store.Images());
    }

    [Theory]
    [InlineData("Import-ContainerImage $folder/none.tar", "Image.Archive.NotFound")]
    [InlineData("Import-ContainerImage $folder/a.tar -Command sh", "Image.Archive.HasConfiguration")]
    [InlineData("Get-ContainerImage none", "Image.NotFound")]
    [InlineData("Get-ContainerImage 'A B'", "Image.Reference.Invalid")]
    [InlineData("Get-ContainerImage -Id ffff", "Image.NotFound")]
    [InlineData("Remove-ContainerImage none", "Image.NotFound")]
    [InlineData("Export-ContainerImage none $folder/y.tar", "Image.NotFound")]
    [InlineData("$null = Import-ContainerImage $folder/a.tar; Export-ContainerImage a:1 $folder/a.tar", "Image.Archive.Exists")]
    [InlineData("$null = Import-ContainerImage $folder/a.tar; Export-ContainerImage a:1 $folder/none/a.tar", "Image.Archive.Write")]
    [InlineData("$null = Import-ContainerImage $folder/a.tar; Export-ContainerImage a:1 $folder", "Image.Archive.Exists")]
    public void What_is_not_there_is_an_error_with_a_remedy(string script, string id) => Assert.Equal(id, ErrorId(script));

    [Fact]
    public void An_image_is_found_by_pattern_and_by_id()
    {
        string id = _engine.Run("(Import-ContainerImage $folder/a.tar).Id").Text;
        _engine.Run("Import-ContainerImage $folder/oci.tar; Import-ContainerImage $folder/root.tar.gz").ThrowOnErrors();
        Assert.Equal(["a:1"], Sorted("Get-ContainerImage a*"));
        Assert.Equal(["quay.io/b/c:2"], Sorted("Get-ContainerImage quay.io/*"));
        Assert.Equal(["a:1"], Sorted("Get-ContainerImage docker.io/*"));
        Assert.Empty(Sorted("Get-ContainerImage none*"));
        Assert.Equal(["a:1"], Sorted($"Get-ContainerImage -Id {id[..10]}"));
        Assert.Equal(["a:1"], Sorted($"Get-ContainerImage -Id sha256:{id}"));
        Assert.Equal(3, _engine.Run("Get-ContainerImage").Output.Count);
        Assert.Equal(["a:1", "quay.io/b/c:2"], Sorted("'a:1', 'quay.io/b/c:2' | Get-ContainerImage"));
        Assert.Equal(["1", "2"], Sorted("(TabExpansion2 'Get-ContainerImage ' 19).CompletionMatches.ListItemText | ForEach-Object { $_.Split(':')[1] }"));
        Assert.Equal([id[..12]], Sorted($"(TabExpansion2 'Remove-ContainerImage -Id {id[..3]}' {28 + 1}).CompletionMatches.ListItemText"));
    }

    [Fact]
    public void A_name_or_an_image_is_removed()
    {
        _engine.Run("Import-ContainerImage $folder/a.tar; Import-ContainerImage $folder/a.tar -Name b; Import-ContainerImage $folder/a.tar -Name c").ThrowOnErrors();
        Assert.Contains("Remove the name", _engine.Run("Remove-ContainerImage b -WhatIf").HostText, StringComparison.Ordinal);
        Assert.Equal(["a:1", "b:latest", "c:latest"], Sorted("Get-ContainerImage"));
        Assert.Equal(["a:1", "c:latest"], Sorted("Remove-ContainerImage b; Get-ContainerImage"));
        _engine.Run("(Get-ContainerImage a:1).Id | ForEach-Object { Remove-ContainerImage -Id $_ }").ThrowOnErrors();
        _store.AssertNothingLeft();
    }

    [Fact]
    public void Only_what_lost_its_name_is_unused()
    {
        _engine.Run("Import-ContainerImage $folder/root.tar.gz -Name a -Command one; Import-ContainerImage $folder/root.tar.gz -Name a -Command two").ThrowOnErrors();
        Assert.Equal(["one"], _engine.Run("Remove-ContainerImage -Unused -PassThru | ForEach-Object { $_.Configuration.Command }").Lines);
        Assert.Equal(["a:latest"], Sorted("Get-ContainerImage"));
        Assert.Empty(_engine.Run("Remove-ContainerImage -Unused -PassThru").ThrowOnErrors().Output);
    }

    [Fact]
    public void An_image_in_use_is_kept()
    {
        Descriptor manifest = _store.Import(_store.PathOf("a.tar")).Single().Manifest;
        using StoreHold hold = _store.Store.Hold();
        using SafeFileHandle lease = _store.Store.ReserveContainer(hold, "abc", manifest.Digest, _store.Store.Path);
        hold.Dispose();
        ErrorRecord error = _engine.Run("Remove-ContainerImage a:1").OnlyError();
        Assert.Equal("Image.InUse", Id(error));
        Assert.Contains("abc", error.Exception.Message, StringComparison.Ordinal);
        _engine.Run("Import-ContainerImage $folder/a.tar -Name b; Remove-ContainerImage b").ThrowOnErrors();
        Assert.Empty(_engine.Run("Remove-ContainerImage -Unused -PassThru").ThrowOnErrors().Output);
        _engine.Run("Remove-ContainerImage a:1 -Force").ThrowOnErrors();
        Assert.Empty(_store.Store.Images());
        Assert.True(_store.Store.Contains(manifest));
    }

    [Fact]
    public void A_table_shows_names_and_sizes()
    {
        _engine.Run("Import-ContainerImage $folder/a.tar; Import-ContainerImage $folder/root.tar.gz").ThrowOnErrors();
        string table = _engine.Run("Get-ContainerImage | Format-Table | Out-String").Text;
        Assert.SkipWhen(table.Length == 0, "needs the cmdlets of PowerShell's Utility module");
        Assert.Matches("(?m)^a +1 +[0-9a-f]{12} +[0-9]+d +[0-9.]+ KB +[0-9.]+ KB", table);
        Assert.Matches("(?m)^\\(none\\) +[0-9a-f]{12} ", table);
    }

    [Fact]
    public void Names_may_be_of_another_registry()
    {
        Assert.Equal(["reg.example/r:latest"], Sorted("$PSContainerRegistry = 'reg.example'; Import-ContainerImage $folder/root.tar.gz -Name r; $null = Get-ContainerImage r"));
        Assert.Equal(["reg.example/r:latest"], Sorted("Get-ContainerImage r"));
        Assert.Equal("Image.NotFound", ErrorId("$PSContainerRegistry = $null; Get-ContainerImage r"));
    }

    [Fact]
    public void CtrlC_ends_an_import_and_leaves_nothing()
    {
        Invariants.Outcome.Of("mkfifo", _store.PathOf("fifo"));
        using RunningScript bytes = _engine.Start("& { , [IO.File]::ReadAllBytes(\"$folder/a.tar\")[0..4000]; 'ready'.Length; while ($true) { [Threading.Thread]::Sleep(10) } } | ForEach-Object { if ($_ -is [int]) { [IO.File]::WriteAllText(\"$folder/ready\", '') } else { , $_ } } | Import-ContainerImage");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(_store.PathOf("ready")), TimeSpan.FromSeconds(60)));
        bytes.Stop();
        _store.AssertNothingLeft();
    }

    private IReadOnlyList<string> Sorted(string script) => [.. _engine.Run(script).ThrowOnErrors().Lines.Order(StringComparer.Ordinal)];

    private string ErrorId(string script) => Id(_engine.Run(script).OnlyError());

    private static string Id(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];
}
