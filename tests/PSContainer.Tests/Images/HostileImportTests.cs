using System.Text;
using PSContainer.Errors;
using PSContainer.Images;

namespace PSContainer.Tests.Images;

/// <summary>Archives and layouts that lie: each is refused in words, and nothing of it is kept.</summary>
public sealed class HostileImportTests : IDisposable
{
    private static readonly byte[] s_layer = TestArchive.Layer("low", "1");

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_wrong_digest()
    {
        TestLayout layout = TestLayout.Of("a:1", s_layer);
        string name = layout.Files.Keys.First(file => file.StartsWith("blobs/", StringComparison.Ordinal) && layout.Files[file].AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]));
        layout.Files[name][^1] ^= 1;
        Assert.Equal("Image.Blob.DigestMismatch", _store.Refused(layout.ToArchive()).ErrorId);
        layout.WriteTo(_store.PathOf("layout"));
        Assert.Equal("Image.Blob.DigestMismatch", Assert.Throws<ContainerException>(() => _store.Import(_store.PathOf("layout"))).ErrorId);
        _store.AssertNothingLeft();
    }

    [Fact]
    public void A_large_blob_of_a_wrong_digest()
    {
        TestLayout layout = TestLayout.Of("a:1", s_layer);
        layout.Files["blobs/sha256/" + new string('0', 64)] = new byte[3 << 20];
        Assert.Equal("Image.Blob.DigestMismatch", _store.Refused(layout.ToArchive()).ErrorId);
    }

    [Fact]
    public void A_layer_that_is_not_the_configurations()
    {
        string configuration = TestArchive.Configuration(TestArchive.Layer("other", "2"));
        byte[] archive = new TestArchive().File($"{new string('a', 64)}.tar", s_layer).File("c.json", configuration)
            .File("manifest.json", $$"""[{"Config":"c.json","RepoTags":["b:1"],"Layers":["{{new string('a', 64)}}.tar"]}]""").ToBytes();
        Assert.Equal("Image.Layer.DiffIdMismatch", _store.Refused(archive).ErrorId);
    }

    [Fact]
    public void Layers_that_are_not_there_or_too_many()
    {
        byte[] missing = new TestArchive().File("manifest.json", """[{"Config":"c.json","RepoTags":null,"Layers":["../../etc/shadow"]}]""")
            .File("c.json", TestArchive.Configuration(s_layer)).ToBytes();
        Assert.Equal("Image.Archive.Invalid", _store.Refused(missing).ErrorId);
        byte[] none = new TestArchive().File("manifest.json", """[{"Config":"c.json","RepoTags":null,"Layers":[]}]""")
            .File("c.json", TestArchive.Configuration(s_layer)).ToBytes();
        Assert.Contains("1 layers", _store.Refused(none).Message, StringComparison.Ordinal);
        Assert.Contains("c.json", _store.Refused(new TestArchive().File("manifest.json", """[{"Config":"c.json","Layers":[]}]""").ToBytes()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("../secret")]
    [InlineData("link")]
    [InlineData("folder/../../secret")]
    [InlineData("fifo")]
    public void A_folder_whose_documents_name_files_outside(string layer)
    {
        string folder = _store.PathOf("layout");
        Directory.CreateDirectory(folder + "/folder");
        File.WriteAllBytes(_store.PathOf("secret"), s_layer);
        File.CreateSymbolicLink(folder + "/link", "../secret");
        Invariants.Outcome.Of("mkfifo", folder + "/fifo");
        File.WriteAllText(folder + "/c.json", TestArchive.Configuration(s_layer));
        File.WriteAllText(folder + "/manifest.json", $$"""[{"Config":"c.json","RepoTags":["a:1"],"Layers":["{{layer}}"]}]""");
        Assert.Equal("Image.Archive.Invalid", Assert.Throws<ContainerException>(() => _store.Import(folder)).ErrorId);
        _store.AssertNothingLeft();
    }

    [Fact]
    public void Truncated_archives_at_every_point()
    {
        byte[] archive = TestArchive.Docker("a", s_layer, TestArchive.Layer("big", new string('x', 1 << 21)));
        int end = archive.Length - 1024;
        for (int length = 0; length < end; length += length < 8192 ? 511 : 100_003)
            Refuse(archive[..length]);
        byte[] gzip = TestArchive.Gzip(archive), zstd = TestArchive.Zstd(archive);
        for (int part = 1; part < 8; part++)
        {
            Refuse(gzip[..(gzip.Length * part / 9)]);
            Refuse(zstd[..(zstd.Length * part / 9)]);
        }
    }

    [Fact]
    public void Damaged_archives()
    {
        byte[] archive = TestArchive.Docker("a", s_layer), gzip = TestArchive.Gzip(archive);
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            byte[] damaged = (byte[])(i % 2 == 0 ? archive : gzip).Clone();
            for (int n = 0; n < 20; n++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                _store.Import(damaged);
            }
            catch (ContainerException)
            {
                continue;
            }

            // What was damaged did not matter: a time, or padding.
            Assert.All(_store.Store.Images(), image => Assert.Null(image.Problem));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_bomb(bool zstd)
    {
        byte[] zeros = new TestArchive().File("bin/zeros", new byte[64 << 20]).ToBytes();
        byte[] bomb = zstd ? TestArchive.Zstd(zeros) : TestArchive.Gzip(zeros);
        Assert.InRange(bomb.Length, 1, 1 << 20);
        Assert.Equal("Image.Archive.TooLarge", _store.Refused(bomb, new() { MaximumSize = 8 << 20 }).ErrorId);
        byte[] image = TestArchive.Docker("a", new TestArchive().File("bin/zeros", new byte[64 << 20]).ToBytes());
        Assert.Equal("Image.Archive.TooLarge", _store.Refused(zstd ? TestArchive.Zstd(image) : TestArchive.Gzip(image), new() { MaximumSize = 8 << 20 }).ErrorId);
    }

    [Theory]
    [InlineData("77777777777\0")]
    [InlineData("-1         \0")]
    [InlineData("xyz        \0")]
    public void Sizes_that_are_none(string size)
    {
        // Its fourth block is the second entry's extended header.
        byte[] archive = TestArchive.Docker("a", s_layer);
        Span<byte> header = archive.AsSpan(3 * 512, 512);
        Assert.Equal((byte)'x', header[156]);
        Encoding.ASCII.GetBytes(size, header.Slice(124, 12));
        TarChecksum.Set(header);
        Assert.Equal("Image.Archive.Invalid", _store.Refused(archive).ErrorId);
    }

    [Fact]
    public void Large_numbers_that_are_negative_or_huge()
    {
        foreach (byte first in (byte[])[0xFF, 0x80, 0xBF])
        {
            byte[] header = new byte[1024];
            Encoding.ASCII.GetBytes("manifest.json", header);
            header[156] = (byte)'0';
            header.AsSpan(124, 12).Fill(0xFF);
            header[124] = first;
            TarChecksum.Set(header.AsSpan(0, 512));
            Assert.Equal("Image.Archive.Invalid", _store.Refused(header).ErrorId);
        }
    }

    [Fact]
    public void Long_names_that_never_end()
    {
        byte[] header = new byte[512];
        Encoding.ASCII.GetBytes("././@LongLink", header);
        header[156] = (byte)'L';
        Encoding.ASCII.GetBytes("17777777777\0", header.AsSpan(124));
        TarChecksum.Set(header);
        Assert.Equal("Image.Archive.Invalid", _store.Refused(header).ErrorId);
    }

    [Fact]
    public void Two_files_of_one_name()
    {
        byte[] archive = new TestArchive().File("manifest.json", "[]").File("manifest.json", "[ ]").ToBytes();
        Assert.Contains("two files", _store.Refused(archive).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_of_a_hundred_megabytes()
    {
        byte[] archive = new TestArchive().File("manifest.json", new byte[100 << 20]).ToBytes();
        Assert.Equal("Image.Blob.TooLarge", _store.Refused(archive).ErrorId);
    }

    [Fact]
    public void Too_many_entries()
    {
        var archive = new TestArchive().File("manifest.json", "[]");
        for (int i = 0; i < 100_001; i++)
            archive.File("x" + i, "");
        Assert.Equal("Image.Archive.Invalid", _store.Refused(archive.ToBytes()).ErrorId);
    }

    [Fact]
    public void Indexes_of_indexes()
    {
        var layout = new TestLayout();
        Descriptor inner = layout.Image(Platform.Current, s_layer);
        for (int i = 0; i < 10; i++)
        {
            Descriptor index = layout.Blob(MediaTypes.Index, ModelWriting.Write(new ImageIndex { Manifests = [inner] }));
            inner = new Descriptor { MediaType = index.MediaType, Digest = index.Digest, Size = index.Size, Platform = Platform.Current };
        }

        Assert.Equal("Image.Manifest.TooDeep", _store.Refused(layout.Index(inner).ToArchive()).ErrorId);
    }

    [Fact]
    public void Media_types_of_what_cannot_be_run()
    {
        var layout = new TestLayout();
        Descriptor blob = layout.Blob("application/vnd.cncf.helm.config.v1+json", "{}"u8.ToArray());
        var manifest = new ImageManifest { Configuration = blob, Layers = [] };
        Assert.Equal("Image.MediaType.Unknown", _store.Refused(layout.Index(layout.Blob(MediaTypes.Manifest, ModelWriting.Write(manifest))).ToArchive()).ErrorId);
        Descriptor configuration = layout.Blob(MediaTypes.Configuration, Encoding.UTF8.GetBytes(TestArchive.Configuration(s_layer)));
        Descriptor layer = layout.Blob(MediaTypes.Layer + "+xz", s_layer);
        manifest = new ImageManifest { Configuration = configuration, Layers = [layer] };
        Assert.Equal("Image.MediaType.Unknown", _store.Refused(layout.Index(layout.Blob(MediaTypes.Manifest, ModelWriting.Write(manifest))).ToArchive()).ErrorId);
        Assert.Equal("Image.MediaType.Unknown", _store.Refused(layout.Index(layout.Blob("text/plain", "x"u8.ToArray())).ToArchive()).ErrorId);
    }

    [Fact]
    public void What_is_no_archive_and_what_is_compressed_otherwise()
    {
        Assert.Equal("Image.Archive.Invalid", _store.Refused(Encoding.UTF8.GetBytes(new string('x', 5000))).ErrorId);
        Assert.Equal("Image.Archive.Invalid", _store.Refused([]).ErrorId);
        Assert.Equal("Image.Archive.Compression", _store.Refused([0xFD, .. "7zXZ\0"u8, .. new byte[600]]).ErrorId);
        Assert.Equal("Image.Archive.Compression", _store.Refused([.. "BZh9"u8, .. new byte[600]]).ErrorId);
        Assert.Equal("Image.Archive.NotFound", Assert.Throws<ContainerException>(() => _store.Import(_store.PathOf("none.tar"))).ErrorId);
    }

    private void Refuse(byte[] archive) => Assert.StartsWith("Image.", _store.Refused(archive).ErrorId, StringComparison.Ordinal);
}
