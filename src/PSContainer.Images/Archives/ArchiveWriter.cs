using System.Buffers.Binary;
using System.Text;
using PSContainer.State;

namespace PSContainer.Images;

/// <summary>
/// Writes the outer archive of an image: files with names of at most 100 bytes, the same bytes for the same image and user. All belongs to the
/// caller: skopeo gives what it unpacks to whom the archive says, which no user may but for his own.
/// </summary>
/// <param name="output">Where to; a file, since a content's length may be known only once it is written.</param>
internal sealed class ArchiveWriter(Stream output)
{
    private const long MaxOctal = (1L << 33) - 1;
    private const uint MaxOwner = (1 << 21) - 1;
    private const char File = '0';
    private const char Folder = '5';

    /// <summary>Writes a folder.</summary>
    public void WriteFolder(string name) => output.Write(Header($"{name}/", 0, Folder));

    /// <summary>Writes a small file.</summary>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        output.Write(Header(name, content.Length));
        output.Write(content);
        Pad(content.Length);
    }

    /// <summary>Writes a file whose content comes from a method.</summary>
    public void Write(string name, Action<Stream> write)
    {
        long start = output.Position;
        output.Write(Header(name, 0));
        write(output);
        long length = output.Position - start - ArchiveHeader.Length;
        Pad(length);
        long end = output.Position;
        output.Position = start;
        output.Write(Header(name, length));
        output.Position = end;
    }

    /// <summary>Writes the archive's end.</summary>
    public void End() => output.Write(new byte[2 * ArchiveHeader.Length]);

    private void Pad(long length) => output.Write(new byte[(ArchiveHeader.Length - (length % ArchiveHeader.Length)) % ArchiveHeader.Length]);

    private static byte[] Header(string name, long size, char type = File)
    {
        byte[] block = new byte[ArchiveHeader.Length];
        Encoding.ASCII.GetBytes(name, block);
        string owner = Octal(StateRoot.UserId <= MaxOwner ? StateRoot.UserId : 0, 7), group = Octal(StateRoot.GroupId <= MaxOwner ? StateRoot.GroupId : 0, 7);
        Encoding.ASCII.GetBytes($"{(type == Folder ? "0000755" : "0000644")}\0{owner}\0{group}\0", block.AsSpan(100));
        PutSize(block.AsSpan(124, 12), size);
        Encoding.ASCII.GetBytes($"00000000000\0        {type}", block.AsSpan(136));
        Encoding.ASCII.GetBytes("ustar\000", block.AsSpan(257));
        int sum = 0;
        foreach (byte part in block)
            sum += part;
        Encoding.ASCII.GetBytes($"{Octal(sum, 6)}\0 ", block.AsSpan(148));
        return block;
    }

    private static void PutSize(Span<byte> field, long size)
    {
        if (size <= MaxOctal)
        {
            Encoding.ASCII.GetBytes(Octal(size, 11), field);
            return;
        }

        field[0] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(field[4..], size);
    }

    private static string Octal(long value, int digits) => Convert.ToString(value, 8).PadLeft(digits, '0');
}
