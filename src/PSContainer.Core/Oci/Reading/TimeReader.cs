using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Reads the offsets of a time namespace.</summary>
internal static class TimeReader
{
    public static LinuxTimeOffsets Offsets(ref JsonCursor json)
    {
        var offsets = new LinuxTimeOffsets();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("boottime"u8))
                offsets.Boottime = Offset(ref json);
            else if (name.SequenceEqual("monotonic"u8))
                offsets.Monotonic = Offset(ref json);
            else
                throw json.Invalid("the offset of a clock that can have one (boottime, monotonic)");
        }

        return offsets;
    }

    private static LinuxTimeOffset Offset(ref JsonCursor json)
    {
        var offset = new LinuxTimeOffset();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("secs"u8))
                offset.Secs = json.Int64();
            else if (name.SequenceEqual("nanosecs"u8))
                offset.Nanosecs = json.UInt32();
            else
                json.Skip();
        }

        return offset;
    }
}
