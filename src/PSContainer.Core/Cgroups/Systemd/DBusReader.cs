using System.Buffers.Binary;
using System.Text;
using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>Reads what <see cref="DBusWriter"/> writes. Nothing is read beyond the end.</summary>
internal ref struct DBusReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    public readonly int Position => _position;

    public void Align(int size) => Take((size - (_position % size)) % size);

    public byte Byte() => Take(1)[0];

    public uint UInt32()
    {
        Align(4);
        return BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
    }

    public ulong UInt64()
    {
        Align(8);
        return BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
    }

    public string Text() => Terminated(Length(UInt32()));

    public string Signature() => Terminated(Byte());

    /// <summary>The length of an array whose elements are aligned so, and which begins here then.</summary>
    public int ArrayLength(int alignment)
    {
        int length = Length(UInt32());
        Align(alignment);
        return length <= _bytes.Length - _position ? length : throw SystemdErrors.Malformed();
    }

    private string Terminated(int length)
    {
        string text = Encoding.UTF8.GetString(Take(length));
        return Byte() == 0 ? text : throw SystemdErrors.Malformed();
    }

    private readonly int Length(uint value) => value <= _bytes.Length - _position ? (int)value : throw SystemdErrors.Malformed();

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _position)
        {
            throw SystemdErrors.Malformed();
        }

        _position += count;
        return _bytes.Slice(_position - count, count);
    }
}
