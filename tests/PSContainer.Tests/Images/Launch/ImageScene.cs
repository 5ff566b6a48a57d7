using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using PSContainer.Images;
using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Images.Launch;

/// <summary>An image store of the test's own, images made on the spot, and an engine that uses it.</summary>
internal sealed class ImageScene : IDisposable
{
    private const string BusyBox = "/usr/bin/busybox";

    private static readonly string[] s_applets = ["sh", "cat", "ls", "id", "echo", "pwd", "stat", "touch", "mkdir", "sleep", "hostname", "env", "chmod", "rm", "ln", "grep", "readlink", "wc"];

    private readonly string _folder = Directory.CreateTempSubdirectory("pscontainer-image-").FullName;

    /// <param name="store">The store's folder; one of its own where none is given.</param>
    public ImageScene(string? store = null)
    {
        Assert.SkipUnless(File.Exists(BusyBox), "needs a static busybox (Debian: busybox-static)");
        Store = new ImageStore(store ?? $"{_folder}/store");
        Engine.SetVariable("PSContainerStore", Store.Path);
    }

    public ImageStore Store { get; }

    public PowerShellEngine Engine { get; } = new();

    /// <summary>What lies in the folder of containers.</summary>
    public string[] Containers => Directory.Exists(Store.Folders.Containers) ? [.. Directory.EnumerateFileSystemEntries(Store.Folders.Containers)] : [];

    /// <summary>Makes an image of BusyBox and of what is said.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="configuration">The configuration's <c>config</c>, as JSON.</param>
    /// <param name="upper">Layers above BusyBox's.</param>
    public ImageScene With(string name, string configuration = """{"Cmd":["sh"]}""", params Action<TarWriter>[] upper)
    {
        using StoreHold hold = Store.Hold(TestContext.Current.CancellationToken);
        List<Descriptor> layers = [];
        List<string> digests = [];
        foreach (byte[] archive in upper.Prepend(WriteBusyBox).Select(Archive))
        {
            layers.Add(Store.WriteBlob(hold, MediaTypes.Layer, archive));
            digests.Add($"\"sha256:{Convert.ToHexStringLower(SHA256.HashData(archive))}\"");
        }

        string document = $$$"""{"architecture":"amd64","os":"linux","config":{{{configuration}}},"rootfs":{"type":"layers","diff_ids":[{{{string.Join(',', digests)}}}]}}""";
        Descriptor described = Store.WriteBlob(hold, MediaTypes.Configuration, Encoding.UTF8.GetBytes(document));
        Descriptor manifest = Store.WriteBlob(hold, MediaTypes.Manifest, ModelWriting.Write(new ImageManifest { MediaType = MediaTypes.Manifest, Configuration = described, Layers = layers }));
        Store.Tag(hold, manifest, ImageReference.Parse(name, ImageReference.DockerHub));
        return this;
    }

    /// <summary>Writes BusyBox's files into a folder, with one of another owner.</summary>
    public string WriteRoot()
    {
        string root = Directory.CreateDirectory($"{_folder}/root").FullName;
        using var archive = new MemoryStream(Archive(WriteBusyBox));
        TarFile.ExtractToDirectory(archive, root, overwriteFiles: false);
        File.WriteAllText($"{root}/bin/owned", "");
        Outcome owned = Outcome.Of("sh", ["-c", "chown 33:33 \"$0\" && chmod 4750 \"$0\"", $"{root}/bin/owned"]);
        Assert.True(owned.ExitCode == 0, owned.Errors);
        return root;
    }

    public EngineResult Run(string script, params object?[] arguments) => Engine.Run(script, arguments);

    /// <summary>Runs a shell script in a new container of the image, with parameters besides.</summary>
    public string Shell(string image, string script, string parameters = "") =>
        string.Join('\n', Run($"param($Script) Invoke-ContainerCommand -Image {image} {parameters} -- sh -c $Script", script).ThrowOnErrors().Lines);

    public void Dispose()
    {
        Engine.Dispose();
        TestFolder.Remove(_folder);
    }

    public static void Add(TarWriter tar, string name, string content, int owner = 0) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)), Mode = (UnixFileMode)0b110_100_100, Uid = owner, Gid = owner,
        });

    public static void AddLink(TarWriter tar, string name, string target) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target });

    public static void AddFolder(TarWriter tar, string name, int owner = 0) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, name) { Mode = (UnixFileMode)0b111_101_101, Uid = owner, Gid = owner });

    private static byte[] Archive(Action<TarWriter> write)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            write(tar);
        }

        return stream.ToArray();
    }

    private static void WriteBusyBox(TarWriter tar)
    {
        AddFolder(tar, "bin");
        AddFolder(tar, "etc");
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "bin/busybox")
        {
            DataStream = new MemoryStream(File.ReadAllBytes(BusyBox)), Mode = (UnixFileMode)0b111_101_101,
        });
        foreach (string applet in s_applets)
        {
            AddLink(tar, $"bin/{applet}", "busybox");
        }

        Add(tar, "etc/passwd", "root:x:0:0::/root:/bin/sh\nweb:x:33:44::/:/bin/sh\n");
        Add(tar, "etc/group", "root:x:0:\nweb:x:44:\n");
        AddFolder(tar, "data", owner: 33);
        Add(tar, "data/seed", "seed\n", owner: 33);
    }
}
