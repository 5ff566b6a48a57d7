using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace PSContainer.Tests.Images;

/// <summary>Archives of images and root file systems, made as tests want them.</summary>
internal sealed class TestArchive
{
    // The same archive each time.
    private static readonly DateTimeOffset s_time = DateTimeOffset.UnixEpoch;

    private readonly MemoryStream _content = new();
    private readonly TarWriter _writer;

    public TestArchive() => _writer = new TarWriter(_content, TarEntryFormat.Pax, leaveOpen: true);

    public static string Hex(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public TestArchive File(string name, byte[] content)
    {
        _writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), ModificationTime = s_time });
        return this;
    }

    public TestArchive File(string name, string content) => File(name, Encoding.UTF8.GetBytes(content));

    public TestArchive Folder(string name)
    {
        _writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, name) { ModificationTime = s_time });
        return this;
    }

    public TestArchive Link(string name, string target, TarEntryType type = TarEntryType.SymbolicLink)
    {
        _writer.WriteEntry(new PaxTarEntry(type, name) { LinkName = target, ModificationTime = s_time });
        return this;
    }

    public byte[] ToBytes()
    {
        _writer.Dispose();
        return _content.ToArray();
    }

    /// <summary>A root file system with one file.</summary>
    public static byte[] Layer(string name, string content) => new TestArchive().Folder("etc/").File($"etc/{name}", content).ToBytes();

    public static string Configuration(params byte[][] layers) => $$"""
        {"created":"2024-01-02T03:04:05.123456789Z","architecture":"amd64","os":"linux","config":{"Cmd":["sh"],"Env":["A=b"],"Hostname":"x","Image":""},
        "rootfs":{"type":"layers","diff_ids":[{{string.Join(',', layers.Select(layer => $"\"sha256:{Hex(layer)}\""))}}] } }
        """;

    /// <summary>A docker-archive of one image.</summary>
    public static byte[] Docker(string? tag, params byte[][] layers)
    {
        string configuration = Configuration(layers);
        string configName = Hex(Encoding.UTF8.GetBytes(configuration)) + ".json";
        var archive = new TestArchive();
        foreach (byte[] layer in layers.DistinctBy(Hex))
            archive.Folder(Hex(layer) + "/").File($"{Hex(layer)}/layer.tar", layer);
        string names = string.Join(',', layers.Select(layer => $"\"{Hex(layer)}/layer.tar\""));
        return archive.File(configName, configuration)
            .File("manifest.json", $$"""[{"Config":"{{configName}}","RepoTags":[{{(tag is null ? "" : $"\"{tag}\"")}}],"Layers":[{{names}}] }]""").ToBytes();
    }

    public static byte[] Gzip(byte[] content)
    {
        var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(content);
        return target.ToArray();
    }

    public static byte[] Zstd(byte[] content)
    {
        using var compressor = new ZstdSharp.Compressor(1);
        return compressor.Wrap(content).ToArray();
    }
}
