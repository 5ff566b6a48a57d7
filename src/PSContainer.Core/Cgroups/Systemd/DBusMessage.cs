using System.Buffers.Binary;

namespace PSContainer.Cgroups;

/// <summary>A message of D-Bus ("Message Format" in its specification).</summary>
internal sealed class DBusMessage
{
    public const byte Call = 1;
    public const byte Return = 2;
    public const byte Error = 3;
    public const byte Signal = 4;

    /// <summary>The part of the header that has one length in every message.</summary>
    public const int FixedHeaderBytes = 16;

    private const int MaxBytes = 1 << 24;

    public required byte Type { get; init; }

    public uint Serial { get; set; }

    public uint ReplySerial { get; set; }

    public string? Path { get; set; }

    public string? Interface { get; set; }

    public string? Member { get; set; }

    public string? ErrorName { get; set; }

    public string? Destination { get; set; }

    public string Signature { get; set; } = "";

    public byte[] Body { get; set; } = [];

    /// <summary>The whole length of a message, from its first bytes.</summary>
    public static int LengthOf(ReadOnlySpan<byte> header)
    {
        uint body = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]), fields = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        return header[0] == 'l' && header[3] == 1 && body <= MaxBytes && fields <= MaxBytes
            ? FixedHeaderBytes + (int)((fields + 7) & ~7u) + (int)body
            : throw SystemdErrors.Malformed();
    }

    public static DBusMessage Read(ReadOnlySpan<byte> bytes)
    {
        var message = new DBusMessage { Type = bytes[1], Serial = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) };
        int body = (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        message.Body = bytes[^body..].ToArray();
        var reader = new DBusReader(bytes[..^body]);
        _ = reader.UInt64();
        _ = reader.UInt32();
        int end = reader.ArrayLength(8) + FixedHeaderBytes;
        while (reader.Position < end)
        {
            message.ReadField(ref reader);
        }

        return message;
    }

    public byte[] ToBytes()
    {
        var writer = new DBusWriter();
        writer.Bytes([(byte)'l', Type, 0, 1]);
        writer.UInt32((uint)Body.Length);
        writer.UInt32(Serial);
        writer.Array(8, WriteFields);
        writer.Align(8);
        writer.Bytes(Body);
        return writer.Written.ToArray();
    }

    private void ReadField(ref DBusReader reader)
    {
        reader.Align(8);
        byte field = reader.Byte();
        string type = reader.Signature();
        string text = type is "s" or "o" ? reader.Text() : type == "g" ? reader.Signature() : "";
        uint number = type == "u" ? reader.UInt32() : 0;
        switch (field)
        {
            case 1: Path = text; break;
            case 2: Interface = text; break;
            case 3: Member = text; break;
            case 4: ErrorName = text; break;
            case 5: ReplySerial = number; break;
            case 6: Destination = text; break;
            case 8: Signature = text; break;
            default: _ = type is "s" or "o" or "g" or "u" ? 0 : throw SystemdErrors.Malformed(); break;
        }
    }

    private void WriteFields(DBusWriter writer)
    {
        Field(writer, 1, "o", Path);
        Field(writer, 2, "s", Interface);
        Field(writer, 3, "s", Member);
        Field(writer, 4, "s", ErrorName);
        Field(writer, 6, "s", Destination);
        if (ReplySerial != 0)
        {
            Begin(writer, 5, "u");
            writer.UInt32(ReplySerial);
        }

        if (Signature.Length > 0)
        {
            Begin(writer, 8, "g");
            writer.Signature(Signature);
        }
    }

    private static void Field(DBusWriter writer, byte field, string type, string? text)
    {
        if (text is not null)
        {
            Begin(writer, field, type);
            writer.Text(text);
        }
    }

    private static void Begin(DBusWriter writer, byte field, string type)
    {
        writer.Align(8);
        writer.Byte(field);
        writer.Signature(type);
    }
}
