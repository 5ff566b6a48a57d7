using System.Text;
using PSContainer.Errors;

namespace PSContainer.Tests.Layers;

/// <summary>Archives that are damaged, or made to do damage: each is an error that says so.</summary>
public sealed class TarBadInputTests
{
    public static TheoryData<string, byte[], string> Archives => new()
    {
        { "a wrong checksum", new TarBuilder().Add("x", '0', spoil: true).ToArray(), "Layer.Tar.Invalid" },
        { "a cut header", new TarBuilder().File("x", "1").ToArray()[..300], "Layer.Tar.Truncated" },
        { "a cut content", new TarBuilder().File("x", "1").ToArray()[..513], "Layer.Tar.Truncated" },
        { "an extended header without its entry", new TarBuilder().Pax(("path", "x")).WithoutEnd(), "Layer.Tar.Truncated" },
        { "an entry after an empty block", [.. new byte[512], .. new TarBuilder().File("x", "1").ToArray()], "Layer.Tar.Invalid" },
        { "no number", new TarBuilder().Add("x", '0', edit: header => header[125] = (byte)'z').ToArray(), "Layer.Tar.Invalid" },
        { "a negative size", new TarBuilder().Add("x", '0', edit: header => header.AsSpan(124, 12).Fill(0xFF)).ToArray(), "Layer.Tar.Invalid" },
        { "a size of more than 63 bits", new TarBuilder().Add("x", '0', edit: header => { header[124] = 0x80; header[127] = 1; }).ToArray(), "Layer.Tar.Invalid" },
        { "a huge size", new TarBuilder().Pax(("size", "9223372036854775807")).File("x", "").ToArray(), "Layer.Tar.Truncated" },
        { "a negative size in pax", new TarBuilder().Pax(("size", "-1")).File("x", "").ToArray(), "Layer.Tar.Invalid" },
        { "a size of more than 63 bits in pax", new TarBuilder().Pax(("size", "9223372036854775808")).File("x", "").ToArray(), "Layer.Tar.Invalid" },
        { "an owner that nobody is", new TarBuilder().Pax(("uid", "4294967295")).File("x", "").ToArray(), "Layer.Entry.OwnerInvalid" },
        { "a name with NUL", new TarBuilder().Pax(("path", "a\0b")).File("x", "").ToArray(), "Layer.Tar.Invalid" },
        { "a time that is none", new TarBuilder().Pax(("mtime", "1e9")).File("x", "").ToArray(), "Layer.Tar.Invalid" },
        { "a record longer than its header", new TarBuilder().Special('x', "99 path=x\n"u8.ToArray()).File("x", "").ToArray(), "Layer.Tar.Invalid" },
        { "a record without a line's end", new TarBuilder().Special('x', "8 path=x"u8.ToArray()).File("x", "").ToArray(), "Layer.Tar.Invalid" },
        { "a record without a key", new TarBuilder().Special('x', "5 =x\n"u8.ToArray()).File("x", "").ToArray(), "Layer.Tar.Invalid" },
        { "a malformed global header", new TarBuilder().Special('g', "nonsense"u8.ToArray()).File("x", "").ToArray(), "Layer.Tar.Invalid" },
        { "an endless extended header", new TarBuilder().Add("x", 'x', edit: header => TarBuilder.Octal(header, 124, 12, 1L << 32)).ToArray(), "Layer.Tar.Invalid" },
        { "an attribute in no base 64", new TarBuilder().Pax(("LIBARCHIVE.xattr.user.x", "!!!!")).File("x", "").ToArray(), "Layer.Tar.Invalid" },
        { "an unknown type", new TarBuilder().Add("x", 'V').ToArray(), "Layer.Entry.UnknownType" },
        { "holes that overlap", Sparse("0,2,1,2"), "Layer.Tar.Invalid" },
        { "holes beyond the end", Sparse("98,4"), "Layer.Tar.Invalid" },
        { "holes that overflow", Sparse("9223372036854775806,4"), "Layer.Tar.Invalid" },
        { "holes that are more than is stored", Sparse("0,5"), "Layer.Tar.Invalid" },
        { "half a map of holes", Sparse("0,4,7"), "Layer.Tar.Invalid" },
        { "holes of an unknown format", new TarBuilder().Pax(("GNU.sparse.major", "2"), ("GNU.sparse.realsize", "9")).File("x", "").ToArray(), "Layer.Tar.Invalid" },
        { "a map of holes that does not end", new TarBuilder().Pax(("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.realsize", "9")).File("x", "9").ToArray(), "Layer.Tar.Invalid" },
    };

    [Theory]
    [MemberData(nameof(Archives))]
    public void It_is_an_error(string what, byte[] archive, string id)
    {
        var error = Assert.Throws<ContainerException>(() => ReadEntry.All(archive));
        Assert.True(error.ErrorId == id, $"{what}: {error.ErrorId}: {error.Message}");
        Assert.Equal(ErrorKind.InvalidData, error.Kind);
    }

    private static byte[] Sparse(string map) =>
        new TarBuilder().Pax(("GNU.sparse.size", "100"), ("GNU.sparse.map", map)).Add("x", '0', Encoding.ASCII.GetBytes("abcd")).ToArray();
}
