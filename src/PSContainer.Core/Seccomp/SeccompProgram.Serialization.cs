using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PSContainer.Seccomp;

/// <content>The form in which a compiled filter is kept: 12 bytes, then the instructions as the kernel takes them.</content>
internal sealed partial class SeccompProgram
{
    private const int HeaderLength = 12;
    private const int InstructionLength = sizeof(ulong);

    // The last byte is the form's version.
    private static ReadOnlySpan<byte> Magic => "PSB\u0001"u8;

    /// <summary>The filter as bytes.</summary>
    public byte[] Serialize()
    {
        byte[] bytes = new byte[HeaderLength + (_instructions.Length * InstructionLength)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), Flags);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), _instructions.Length);
        MemoryMarshal.AsBytes(Instructions).CopyTo(bytes.AsSpan(HeaderLength));
        return bytes;
    }

    /// <summary>The filter that the bytes hold, or null where they are not whole, or of another version.</summary>
    /// <remarks>Whether the instructions are a valid program the kernel sees when it loads them.</remarks>
    public static SeccompProgram? Deserialize(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith(Magic))
            return null;
        int count = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (count is < 1 or > Bpf.MaxInstructions || bytes.Length != HeaderLength + (count * InstructionLength))
            return null;
        ulong[] instructions = new ulong[count];
        bytes[HeaderLength..].CopyTo(MemoryMarshal.AsBytes(instructions.AsSpan()));
        return new SeccompProgram(instructions, BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
    }
}
