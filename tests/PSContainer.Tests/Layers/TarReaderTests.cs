using System.Text;
using PSContainer.Layers.Tar;

namespace PSContainer.Tests.Layers;

/// <summary>What the reader makes of the headers that programs write.</summary>
public sealed class TarReaderTests
{
    [Fact]
    public void Each_type_is_known()
    {
        List<ReadEntry> entries = ReadEntry.All(new TarBuilder().Folder("d/").File("d/f", "text", 0xDED, 5, 6).Symlink("s", "d/f").HardLink("h", "d/f")
            .Device("c", '3', 1, 3).Device("b", '4', 8, 0).Add("p", '6').Add("old/", '\0').Add("older", '7').ToArray(), piece: 100);
        Assert.Equal(
            [TarEntryKind.Folder, TarEntryKind.RegularFile, TarEntryKind.SymbolicLink, TarEntryKind.HardLink, TarEntryKind.CharacterDevice,
                TarEntryKind.BlockDevice, TarEntryKind.Fifo, TarEntryKind.Folder, TarEntryKind.RegularFile], entries.Select(static one => one.Kind));
        Assert.Equal((0xDEDu, 5u, 6u, "text", 4L), (entries[1].Mode, entries[1].User, entries[1].Group, entries[1].Content, entries[1].Size));
        Assert.Equal("d/f", entries[2].LinkName);
        Assert.Equal((1u, 3u), (entries[4].Major, entries[4].Minor));
    }

    [Fact]
    public void Long_names_come_from_prefix_GNU_headers_and_pax()
    {
        string name = new('n', 150), link = new('l', 150);
        List<ReadEntry> entries = ReadEntry.All(new TarBuilder()
            .Add("file", '0', edit: header => Encoding.ASCII.GetBytes("some/prefix").CopyTo(header, 345))
            .Special('L', Encoding.ASCII.GetBytes(name + "\0")).Special('K', Encoding.ASCII.GetBytes(link + "\0")).Symlink("cut", "cut")
            .Pax(("path", "pax/" + name), ("linkpath", "pax/" + link)).Symlink("cut", "cut").ToArray());
        Assert.Equal(["some/prefix/file", name, "pax/" + name], entries.Select(static one => one.Name));
        Assert.Equal([link, "pax/" + link], entries.Skip(1).Select(static one => one.LinkName));
    }

    [Fact]
    public void Names_are_bytes()
    {
        string name = "line\nfeed\xFF\xFE\t";
        Assert.Equal(name, Assert.Single(ReadEntry.All(new TarBuilder().File(name, "").ToArray())).Name);
        Assert.Equal(name, Assert.Single(ReadEntry.All(new TarBuilder().Pax(("path", name)).File("x", "").ToArray())).Name);
    }

    [Theory]
    [InlineData("1.5", 1, 500_000_000)]
    [InlineData("1700000000.123456789", 1_700_000_000, 123_456_789)]
    [InlineData("1700000000.1234567899", 1_700_000_000, 123_456_789)]
    [InlineData("0", 0, 0)]
    [InlineData("-1", -1, 0)]
    [InlineData("-1.25", -2, 750_000_000)]
    [InlineData("-0.000000001", -1, 999_999_999)]
    public void Times_are_exact(string text, long seconds, int nanoseconds) => Assert.Equal(
        new TarTime(seconds, nanoseconds), Assert.Single(ReadEntry.All(new TarBuilder().Pax(("mtime", text)).File("x", "").ToArray())).Modified);

    [Fact]
    public void Numbers_may_be_in_base_256()
    {
        ReadEntry entry = Assert.Single(ReadEntry.All(new TarBuilder().Add("x", '0', edit: header =>
        {
            byte[] id = [0x80, 0, 0, 0, 0x12, 0x34, 0x56, 0x78];
            id.CopyTo(header, 108);
            header.AsSpan(136, 12).Fill(0xFF);
        }).ToArray()));
        Assert.Equal(0x12345678u, entry.User);
        Assert.Equal(new TarTime(-1, 0), entry.Modified);
    }

    [Fact]
    public void Attributes_may_hold_any_bytes()
    {
        ReadEntry entry = Assert.Single(ReadEntry.All(new TarBuilder().Pax(
            ("SCHILY.xattr.security.capability", "\x01\0\0\x02\n=\xFF"), ("SCHILY.xattr.user.empty", ""), ("LIBARCHIVE.xattr.user.a%20b", "AP8K")).File("x", "").ToArray()));
        Assert.Equal("\x01\0\0\x02\n=\xFF", entry.Attributes["security.capability"]);
        Assert.Equal("", entry.Attributes["user.empty"]);
        Assert.Equal("\0\xFF\n", entry.Attributes["user.a b"]);
    }

    [Fact]
    public void A_global_header_says_nothing_of_files()
    {
        ReadEntry entry = Assert.Single(ReadEntry.All(
            new TarBuilder().Special('g', TarBuilder.Records(("comment", "0123"), ("path", "elsewhere"), ("uid", "7"))).File("x", "1").ToArray()));
        Assert.Equal(("x", 0u), (entry.Name, entry.User));
    }

    [Fact]
    public void A_record_that_comes_again_replaces_and_an_empty_one_takes_back()
    {
        ReadEntry entry = Assert.Single(ReadEntry.All(new TarBuilder().Pax(("path", "first"), ("path", "second"), ("uid", "7"), ("uid", "")).File("x", "", uid: 9).ToArray()));
        Assert.Equal(("second", 9u), (entry.Name, entry.User));
    }

    [Theory]
    [InlineData("0.0", "GNU.sparse.size=1000000;GNU.sparse.numblocks=2;GNU.sparse.offset=512;GNU.sparse.numbytes=3;GNU.sparse.offset=999999;GNU.sparse.numbytes=1")]
    [InlineData("0.1", "GNU.sparse.size=1000000;GNU.sparse.numblocks=2;GNU.sparse.name=real;GNU.sparse.map=512,3,999999,1")]
    [InlineData("1.0", "GNU.sparse.major=1;GNU.sparse.minor=0;GNU.sparse.name=real;GNU.sparse.realsize=1000000")]
    public void Files_with_holes_are_understood(string format, string records)
    {
        (string, string)[] pairs = [.. records.Split(';').Select(static one => (one.Split('=')[0], one.Split('=')[1]))];
        byte[] map = [.. Encoding.ASCII.GetBytes("2\n512\n3\n999999\n1\n"), .. new byte[512 - 17]];
        ReadEntry entry = Assert.Single(ReadEntry.All(
            new TarBuilder().Pax(pairs).Add("x", '0', [.. format == "1.0" ? map : [], .. "abcd"u8]).ToArray()));
        Assert.Equal((1_000_000, "abcd"), (entry.Size, entry.Content));
        Assert.Equal([new TarExtent(512, 3), new TarExtent(999_999, 1)], entry.Extents);
        Assert.Equal(format == "0.0" ? "x" : "real", entry.Name);
    }

    [Fact]
    public void An_archive_may_end_without_saying_so_and_go_on_after_it()
    {
        Assert.Empty(ReadEntry.All([]));
        Assert.Single(ReadEntry.All(new TarBuilder().File("x", "1").WithoutEnd()));
        Assert.Single(ReadEntry.All([.. new TarBuilder().File("x", "1").ToArray(), .. "rubbish"u8]));
    }
}
