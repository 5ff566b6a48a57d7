using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Protocol;

/// <summary>A volume, which gets what an image's root has where it is mounted, as long as it is empty.</summary>
/// <param name="Folder">The volume's folder; its content is in <c>data</c>.</param>
/// <param name="Target">Where it is mounted in the container.</param>
/// <param name="Fills">Whether it is filled; false where it stays as it is.</param>
internal sealed record VolumeFill(string Folder, string Target, bool Fills)
{
    /// <summary>The name of the content in a volume's folder.</summary>
    public const string DataName = "data";

    /// <summary>The content, which is mounted.</summary>
    public string Data => $"{Folder}/{DataName}";

    public static VolumeFill Read(ref JsonCursor json)
    {
        string? folder = null, target = null;
        bool fills = false;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> property))
        {
            switch (property)
            {
                case var _ when property.SequenceEqual("folder"u8): folder = json.String(); break;
                case var _ when property.SequenceEqual("target"u8): target = json.String(); break;
                case var _ when property.SequenceEqual("fills"u8): fills = json.Boolean(); break;
                default: json.Skip(); break;
            }
        }

        return new VolumeFill(json.Required(folder, "folder"), json.Required(target, "target"), fills);
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("folder"u8, Folder);
        json.WriteString("target"u8, Target);
        json.WriteBoolean("fills"u8, Fills);
        json.WriteEndObject();
    }
}
