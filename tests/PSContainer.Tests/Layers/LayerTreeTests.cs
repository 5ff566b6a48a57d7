using PSContainer.Images;
using PSContainer.Oci;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Layers;

/// <summary>What is unpacked, seen through an overlay, is file by file what umoci unpacks: names, types, modes, owners, times, attributes, content.</summary>
public sealed class LayerTreeTests
{
    private const string Capability = "\x01\0\0\x02\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

    private static readonly string s_long = "a-folder-with-a-name/" + new string('l', 120);

    /// <summary>One of everything that a layer may have.</summary>
    private static TarBuilder Base => new TarBuilder()
        .Folder("./").Folder("etc/").File("etc/passwd", "root:x:0:0").File("/etc/absolute", "a").File("etc//./twice", "b")
        .Folder("usr/", 0x1C0, 5).Folder("usr/lib/").File("usr/lib/libc.so", "c").Symlink("lib", "usr/lib").Symlink("rooted", "/usr/lib").Symlink("nowhere", "../../../../none")
        .File("bin-su", "su", 0xDED, 0, 7).Folder("shared/", 0x5FD).File("shared/file", "s", gid: 12).Folder("tmp/", 0x3FF)
        .HardLink("etc/linked", "etc/passwd").HardLink("etc/linked-too", "/etc/passwd").HardLink("link-to-link", "nowhere")
        .Add("pipe", '6', mode: 0x1A4).Device("null", '3', 1, 3).Device("disk", '4', 259, 300)
        .Pax(("SCHILY.xattr.user.name", "value\n\xFF"), ("SCHILY.xattr.security.capability", Capability), ("mtime", "1234567890.123456789")).File("ping", "p")
        .Pax(("mtime", "-1.5")).File("before-1970", "old").Folder("a-folder-with-a-name/").Pax(("path", s_long + "/")).Folder("x/").Pax(("path", s_long + "/file")).File("x", "long")
        .Pax(("SCHILY.xattr.user.folder", "f"), ("mtime", "99.000000001")).Folder("attributed/").File("attributed/inside", "i")
        .File("new\nline\xFFname", "n").File("etc/again", "first").File("etc/again", "second").Folder("late/dir/").Folder("late/", 0x1E8)
        .Pax(("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.realsize", "1000000"), ("GNU.sparse.name", "holes"))
        .Add("x", '0', [.. "1\n5000\n4\n"u8, .. new byte[503], .. "data"u8]).File("huge-owner", "h", uid: 60_000, gid: 60_001);

    /// <summary>All ways to change what is below.</summary>
    private static TarBuilder Changes => new TarBuilder()
        .File("etc/.wh.twice", "").File(".wh.attributed", "").File("shared/new", "implicit parent").File("usr/lib/.wh..wh..opq", "").File("usr/lib/only", "o")
        .File("lib/through", "t").Folder("rooted/again/").File("rooted/again/deep", "d").HardLink("etc/from-below", "etc/again").HardLink("moved-su", "bin-su")
        .Folder("etc/absolute/").File("etc/absolute/now", "a folder").File("late", "now a file").File(".wh.tmp", "").Folder("tmp/").File("tmp/fresh", "f")
        .Folder("back/").File("back/.wh.x", "").File("back/x", "stays").Symlink("ping", "etc").File(".wh.missing", "").File("none/.wh.missing", "").File(".wh..wh.plnk", "");

    private static TarBuilder Back => new TarBuilder()
        .Folder("attributed/", 0x1C0, 77).File("etc/twice", "again").Folder("late/").File("late/x", "x").File("etc/absolute", "a file").File(".wh.back", "").File("lib/.wh.only", "");

    [Fact]
    public void One_of_everything() => Compare(Base);

    [Fact]
    public void All_ways_to_change_what_is_below() => Compare(Base, Changes);

    [Fact]
    public void And_to_change_that_again() => Compare(Base, Changes, Back);

    [Theory]
    [InlineData("posix")]
    [InlineData("gnu")]
    [InlineData("pax-sparse-0.0")]
    [InlineData("pax-sparse-0.1")]
    [InlineData("pax-sparse-1.0")]
    public void Files_of_this_machine(string format)
    {
        using var scene = NewScene();
        string options = format.StartsWith("pax", StringComparison.Ordinal) ? $"--format=posix --sparse-version={format[^3..]}" : $"--format={format}";
        LayerScene.Shell($"""
            cd '{scene.Path}' && mkdir tree && cp -a /etc tree && cp -a /usr/lib/ssl tree 2>/dev/null; cp -a /bin/busybox tree
            truncate -s 3000000 tree/sparse && printf x | dd of=tree/sparse bs=1 seek=700000 conv=notrunc 2>/dev/null && printf y | dd of=tree/sparse bs=1 seek=2900000 conv=notrunc 2>/dev/null
            ln tree/busybox tree/sh; setfattr -n user.a -v b tree/busybox
            tar --sparse {options} --xattrs -C tree -cf image.tar .
            """);
        Compare(scene, [File.ReadAllBytes($"{scene.Path}/image.tar")]);
    }

    [Fact]
    public void With_a_whole_root_taken_away()
    {
        using var scene = NewScene();
        IReadOnlyList<ImageLayer> layers = scene.Image(Base.ToArray(), new TarBuilder().File(".wh..wh..opq", "").File("alone", "1").ToArray());
        Assert.Equal(scene.Umoci(), scene.Overlay(scene.Unpacker.Unpack(scene.Hold, layers)));
    }

    [Fact]
    public void In_a_user_namespace_too_but_for_devices()
    {
        Rights.NeedRoot("makes a user namespace of ids of its own");
        using var scene = new LayerScene(Namespace());
        IReadOnlyList<UnpackedLayer> layers = scene.Unpacker.Unpack(scene.Hold, scene.Image(Base.ToArray(), Changes.ToArray()));
        string[] lines = scene.Overlay(layers).Split('\n');
        Assert.Contains(lines, static line => line.StartsWith("./bin-su f 6755 0 300006", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("./disk f 0 0 0", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("./huge-owner f 644 359999 360000", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, static line => line.Contains("./attributed", StringComparison.Ordinal) || line.Contains("./etc/twice", StringComparison.Ordinal) || line.Contains("libc", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("./usr/lib/through", StringComparison.Ordinal));
        Assert.Equal(2, layers[0].Facts.ReplacedDevices);
    }

    [Fact]
    public void All_belongs_to_a_user_who_has_no_other_ids()
    {
        using var scene = new LayerScene(LayerOwners.InNamespace((uint)Tmds.Linux.LibC.geteuid(), (uint)Tmds.Linux.LibC.getegid(), null, null));
        UnpackedLayer layer = Assert.Single(scene.Unpacker.Unpack(scene.Hold, scene.Image(Base.ToArray())));
        Assert.Equal("su", File.ReadAllText($"{layer.Path}/bin-su"));
        Assert.Equal((UnixFileMode)0xDED, File.GetUnixFileMode($"{layer.Path}/bin-su"));
        Assert.Empty(LayerScene.Shell($"find '{layer.Path}' ! -user {Tmds.Linux.LibC.geteuid()}"));
    }

    internal static LayerOwners Namespace()
    {
        var ids = new LinuxIdMapping { ContainerId = 1, HostId = 300_000, Size = 65_536 };
        return LayerOwners.InNamespace(0, 0, ids, ids);
    }

    private static LayerScene NewScene()
    {
        Rights.NeedRoot("owners, devices and overlays");
        Assert.SkipUnless(File.Exists("/usr/bin/umoci") && File.Exists("/usr/bin/getfattr"), "needs umoci and getfattr (Debian: umoci, attr)");
        return new LayerScene();
    }

    private static void Compare(params TarBuilder[] layers)
    {
        using var scene = NewScene();
        Compare(scene, [.. layers.Select(static layer => layer.ToArray())]);
    }

    private static void Compare(LayerScene scene, byte[][] archives)
    {
        string[] ours = scene.Overlay(scene.Unpacker.Unpack(scene.Hold, scene.Image(archives))).Split('\n');
        string[] theirs = scene.Umoci().Split('\n');
        string[] differences = [.. ours.Except(theirs).Select(static line => "+" + line), .. theirs.Except(ours).Select(static line => "-" + line)];
        Assert.True(differences.Length == 0, string.Join('\n', differences.Order(StringComparer.Ordinal).Take(40)));
        Assert.Equal(theirs, ours);
        Assert.True(ours.Length > 20, string.Join('\n', ours));
    }
}
