using System.Buffers.Binary;
using System.Text;

namespace PSContainer.Cgroups;

/// <summary>Values as D-Bus has them on the wire ("Marshaling" in the D-Bus specification), little end first.</summary>
internal sealed class DBusWriter
{
    private byte[] _bytes = new byte[512];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Zeroes up to a multiple of <paramref name="size"/>, from the start of what is written.</summary>
    public void Align(int size) => Take((size - (_length % size)) % size).Clear();

    public void Byte(byte value) => Take(1)[0] = value;

    public void Boolean(bool value) => UInt32(value ? 1u : 0u);

    public void UInt32(uint value)
    {
        Align(4);
        BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);
    }

    public void UInt64(ulong value)
    {
        Align(8);
        BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);
    }

    /// <summary>A text, or the path of an object.</summary>
    public void Text(string value)
    {
        int count = Encoding.UTF8.GetByteCount(value);
        UInt32((uint)count);
        Encoding.UTF8.GetBytes(value, Take(count));
        Byte(0);
    }

    public void Signature(string value)
    {
        Byte((byte)value.Length);
        Encoding.ASCII.GetBytes(value, Take(value.Length));
        Byte(0);
    }

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>An array: its length counts from its first element, which is aligned as its type is.</summary>
    public void Array(int alignment, Action<DBusWriter> elements)
    {
        UInt32(0);
        int field = _length - 4;
        Align(alignment);
        int start = _length;
        elements(this);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(field), (uint)(_length - start));
    }

    private Span<byte> Take(int count)
    {
        if (_length + count > _bytes.Length)
        {
            System.Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }
}
