using System.Text;
using PSContainer.Images;

namespace PSContainer.Tests.Images;

/// <summary>An OCI image layout, made as tests want it: files by their names.</summary>
internal sealed class TestLayout
{
    public Dictionary<string, byte[]> Files { get; } = new() { ["oci-layout"] = Encoding.UTF8.GetBytes("""{"imageLayoutVersion":"1.0.0"}""") };

    /// <summary>A layout of one image.</summary>
    public static TestLayout Of(string? name, params byte[][] layers)
    {
        var layout = new TestLayout();
        layout.Index(layout.Image(null, layers).With(name is null ? null : new() { ["org.opencontainers.image.ref.name"] = name }));
        return layout;
    }

    /// <summary>Adds an image; gives its manifest.</summary>
    public Descriptor Image(Platform? platform, params byte[][] layers)
    {
        var manifest = new ImageManifest
        {
            Configuration = Blob(MediaTypes.Configuration, Encoding.UTF8.GetBytes(TestArchive.Configuration(layers))),
            Layers = [.. layers.Select(layer => Blob(MediaTypes.LayerGzip, TestArchive.Gzip(layer)))],
        };
        Descriptor blob = Blob(MediaTypes.Manifest, ModelWriting.Write(manifest));
        return new Descriptor { MediaType = blob.MediaType, Digest = blob.Digest, Size = blob.Size, Platform = platform };
    }

    public Descriptor Blob(string mediaType, byte[] content)
    {
        Files[$"blobs/sha256/{TestArchive.Hex(content)}"] = content;
        return Descriptor.Of(mediaType, content);
    }

    public TestLayout Index(params Descriptor[] manifests)
    {
        Files["index.json"] = ModelWriting.Write(new ImageIndex { Manifests = [.. manifests] });
        return this;
    }

    public byte[] ToArchive()
    {
        var archive = new TestArchive().Folder("blobs/").Folder("blobs/sha256/");
        foreach ((string name, byte[] content) in Files)
            archive.File(name, content);
        return archive.ToBytes();
    }

    public void WriteTo(string folder)
    {
        foreach ((string name, byte[] content) in Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName($"{folder}/{name}")!);
            File.WriteAllBytes($"{folder}/{name}", content);
        }
    }
}
