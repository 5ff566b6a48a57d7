using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using PSContainer.Client;
using PSContainer.Images;
using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Layers;

/// <summary>A store of its own, images made on the spot, and what others make of them.</summary>
internal sealed class LayerScene : IDisposable
{
    private const string List = """
        cd "$1" || exit
        find . -mindepth 1 \( -type d -printf '%p %y %m %U %G %T@\0' -o -printf '%p %y %m %U %G %T@ %s %n %l\0' \) | sort -z | tr '\n\0' '?\n'
        find . \( -type b -o -type c \) -exec stat -c '%n %t:%T' {} + | sort
        find . -type f -print0 | sort -z | xargs -0 -r sha256sum -z | tr '\n\0' '?\n'
        find . -mindepth 1 -print0 | sort -z | xargs -0 -r getfattr -h -d -m - -e hex 2>/dev/null
        """;

    private readonly StoreHold _hold;

    public LayerScene(LayerOwners? owners = null)
    {
        Path = Directory.CreateTempSubdirectory("layers-").FullName;
        Store = new ImageStore($"{Path}/store");
        Owners = owners ?? LayerOwners.OfCaller();
        _hold = Store.Hold();
        Unpacker = new LayerUnpacker(Store, Launcher, Owners);
    }

    public string Path { get; }

    public ImageStore Store { get; }

    public StoreHold Hold => _hold;

    public LayerOwners Owners { get; }

    public static LauncherImage Launcher => LauncherImage.Get(BuildPaths.Launcher);

    public LayerUnpacker Unpacker { get; }

    public static byte[] Gzip(byte[] bytes)
    {
        var target = new MemoryStream();
        using (var stream = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(bytes);
        }

        return target.ToArray();
    }

    public static byte[] Zstd(byte[] bytes)
    {
        using var compressor = new ZstdSharp.Compressor();
        return compressor.Wrap(bytes).ToArray();
    }

    /// <summary>An image of archives, each compressed with gzip.</summary>
    public IReadOnlyList<ImageLayer> Image(params byte[][] archives) =>
        Image([.. archives.Select(static archive => (MediaTypes.LayerGzip, Gzip(archive), archive))]);

    /// <summary>An image of blobs: media type, content, and what that is unpacked.</summary>
    public IReadOnlyList<ImageLayer> Image(params (string Type, byte[] Blob, byte[] Archive)[] layers)
    {
        string digests = string.Join(',', layers.Select(static layer => $"\"{Digest.FromHash("sha256", SHA256.HashData(layer.Archive))}\""));
        var configuration = Store.WriteBlob(_hold, MediaTypes.Configuration, Encoding.UTF8.GetBytes(
            $$"""{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[{{digests}}] } }"""));
        string blobs = string.Join(',', layers.Select(layer => Json(Store.WriteBlob(_hold, layer.Type, layer.Blob))));
        var manifest = Store.WriteBlob(_hold, MediaTypes.Manifest, Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.Manifest}}","layers":[{{blobs}}],"config":{{Json(configuration)}} }"""));
        WriteLayout(manifest);
        return Store.Add(_hold, manifest, null).Layers;
    }

    /// <summary>Unpacks the image that was made last with umoci.</summary>
    public string Umoci()
    {
        Outcome outcome = Outcome.Of("umoci", "unpack", "--image", $"{Path}/oci:t", $"{Path}/bundle");
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        return ListOf($"{Path}/bundle/rootfs");
    }

    /// <summary>What an overlay of the layers shows.</summary>
    public string Overlay(IReadOnlyList<UnpackedLayer> layers)
    {
        Directory.CreateDirectory($"{Path}/empty");
        string lower = string.Join(':', LayerStack.Lower(layers).Append($"{Path}/empty"));
        string options = Owners.UserAttributes ? "ro,userxattr,lowerdir=" : "ro,lowerdir=";
        Directory.CreateDirectory($"{Path}/merged");
        return Shell($"mount -t overlay overlay -o '{options}{lower}' '{Path}/merged' && set -- '{Path}/merged' && {List}", "unshare", "-m");
    }

    public static string ListOf(string folder) => Shell(ListScript(folder));

    public static string ListScript(string folder) => $"set -- '{folder}'\n{List}";

    public static string Shell(string script, params string[] prefix)
    {
        string[] command = [.. prefix, "sh", "-c", script];
        Outcome outcome = Outcome.Of(command[0], command[1..]);
        Assert.True(outcome.ExitCode == 0, $"{outcome.Errors}{outcome.Output}");
        return outcome.Output;
    }

    /// <summary>Everything that lies about of layers, finished or not.</summary>
    public string[] Folders() => !Directory.Exists(Store.Folders.Layers) ? []
        : [.. Directory.GetDirectories(Store.Folders.Layers).SelectMany(Directory.GetDirectories).Select(System.IO.Path.GetFileName).Order()!];

    public void Dispose()
    {
        Unpacker.Settled.Wait();
        _hold.Dispose();
        if (Owners.IdMap is not null)
        {
            foreach (string folder in Directory.GetDirectories(Store.Folders.Layers))
            {
                LayerProcess.Run(Launcher, new Protocol.LayerRequest { Action = Protocol.LayerAction.Empty, Folder = folder, IdMap = Owners.IdMap });
            }
        }

        Assert.Equal(0, Outcome.Of("rm", "-rf", Path).ExitCode);
    }

    private static string Json(Descriptor blob) => $$"""{"mediaType":"{{blob.MediaType}}","digest":"{{blob.Digest}}","size":{{blob.Size}} }""";

    private void WriteLayout(Descriptor manifest)
    {
        Directory.CreateDirectory($"{Path}/oci");
        if (!Directory.Exists($"{Path}/oci/blobs"))
        {
            Directory.CreateSymbolicLink($"{Path}/oci/blobs", Store.Folders.Blobs);
        }

        File.WriteAllText($"{Path}/oci/oci-layout", """{"imageLayoutVersion":"1.0.0"}""");
        string entry = Json(manifest)[..^1] + ""","annotations":{"org.opencontainers.image.ref.name":"t"}}""";
        File.WriteAllText($"{Path}/oci/index.json", $$"""{"schemaVersion":2,"manifests":[{{entry}}]}""");
    }
}
