using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using PSContainer.Images;

namespace PSContainer.Tests.Images.Registry;

/// <summary>An image that is made on the spot: a file of random bytes in each layer.</summary>
internal sealed class FakeImage
{
    private FakeImage(string mediaType, byte[] configuration, List<byte[]> layers, string manifest)
    {
        MediaType = mediaType;
        Configuration = configuration;
        Layers = layers;
        Manifest = Encoding.UTF8.GetBytes(manifest);
    }

    public string MediaType { get; }

    public byte[] Configuration { get; }

    public List<byte[]> Layers { get; }

    public byte[] Manifest { get; }

    public string Digest => DigestOf(Manifest);

    public IEnumerable<byte[]> Blobs => Layers.Append(Configuration);

    public static FakeImage Make(int layers = 1, int size = 1000, int seed = 1, bool isDocker = false, string architecture = "amd64") =>
        Of([.. Enumerable.Range(0, layers).Select(i => Archive($"file-{i}", size, (seed * 1000) + i))], isDocker, architecture);

    /// <summary>An image of these layers.</summary>
    /// <param name="archives">The layers, not compressed.</param>
    /// <param name="isDocker">Whether its documents are in Docker's words.</param>
    /// <param name="architecture">What it says that it is for.</param>
    /// <param name="says">What it says that its layers are, where that is not so.</param>
    public static FakeImage Of(List<byte[]> archives, bool isDocker = false, string architecture = "amd64", List<byte[]>? says = null)
    {
        List<byte[]> compressed = archives.ConvertAll(Compress);
        string diffs = string.Join(',', (says ?? archives).Select(static archive => $"\"{DigestOf(archive)}\""));
        byte[] configuration = Encoding.UTF8.GetBytes(
            $$$"""{"os":"linux","architecture":"{{{architecture}}}","config":{"Cmd":["true"]},"rootfs":{"type":"layers","diff_ids":[{{{diffs}}}]}}""");
        (string manifestType, string configurationType, string layerType) = isDocker
            ? (MediaTypes.DockerManifest, MediaTypes.DockerConfiguration, MediaTypes.DockerLayerGzip)
            : (MediaTypes.Manifest, MediaTypes.Configuration, MediaTypes.LayerGzip);
        string list = string.Join(',', compressed.Select(layer => Describe(layerType, layer)));
        return new FakeImage(manifestType, configuration, compressed,
            $$"""{"schemaVersion":2,"mediaType":"{{manifestType}}","config":{{Describe(configurationType, configuration)}},"layers":[{{list}}]}""");
    }

    /// <summary>Writes it as an OCI layout, in which it has the name <c>it</c>.</summary>
    public void WriteLayout(string folder)
    {
        Directory.CreateDirectory($"{folder}/blobs/sha256");
        foreach (byte[] blob in Blobs.Append(Manifest))
            File.WriteAllBytes($"{folder}/blobs/sha256/{DigestOf(blob)[7..]}", blob);
        File.WriteAllText($"{folder}/oci-layout", """{"imageLayoutVersion":"1.0.0"}""");
        string entry = Describe(MediaType, Manifest, ""","annotations":{"org.opencontainers.image.ref.name":"it"}""");
        File.WriteAllText($"{folder}/index.json", $$"""{"schemaVersion":2,"manifests":[{{entry}}]}""");
    }

    /// <summary>This machine's architecture, as images name it.</summary>
    public static string Here => RuntimeInformation.OSArchitecture == Architecture.X64 ? "amd64" : RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    public static string Describe(string mediaType, byte[] blob, string more = "") =>
        $$"""{"mediaType":"{{mediaType}}","digest":"{{DigestOf(blob)}}","size":{{blob.Length}}{{more}}}""";

    public static string DigestOf(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] Archive(string name, int size, int seed)
    {
        byte[] content = new byte[size];
        new Random(seed).NextBytes(content);
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
            {
                DataStream = new MemoryStream(content), ModificationTime = DateTimeOffset.UnixEpoch, Mode = UnixFileMode.UserRead | UnixFileMode.GroupRead,
            });
        }

        return archive.ToArray();
    }

    private static byte[] Compress(byte[] content)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(content);
        return output.ToArray();
    }
}
