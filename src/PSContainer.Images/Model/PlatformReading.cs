using PSContainer.Json;

namespace PSContainer.Images;

/// <summary>Reads the platform of an index's manifest.</summary>
internal static class PlatformReading
{
    public static Platform Platform(ref JsonCursor json)
    {
        string? system = null, architecture = null, variant = null, version = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("os"u8))
                system = json.String();
            else if (name.SequenceEqual("architecture"u8))
                architecture = json.String();
            else if (name.SequenceEqual("variant"u8))
                variant = json.String();
            else if (name.SequenceEqual("os.version"u8))
                version = json.String();
            else
                json.Skip();
        }

        return new Platform(json.Required(system, "os"), json.Required(architecture, "architecture"), Given(variant), Given(version));
    }

    /// <summary>Null for the empty text that Go writes for nothing.</summary>
    public static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
