using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Protocol;

/// <summary>
/// A root that is put together from folders: read-only ones that many containers share, and one of the container's own that takes
/// what it changes. The runtime spec has no field for it.
/// </summary>
internal sealed record RootLayers
{
    /// <summary>The name of the whole root in the container's own folder, where there can be no overlay.</summary>
    public const string CopyName = "root";

    /// <summary>The shared folders, the topmost first.</summary>
    public required IReadOnlyList<string> Lower { get; init; }

    /// <summary>A folder below all of them, which has what is mounted on in every container; null for none.</summary>
    public string? Floor { get; init; }

    /// <summary>
    /// The container's own folder. What it changes goes to <c>upper</c> in it, with <c>work</c> beside it for the kernel.
    /// </summary>
    public required string Folder { get; init; }

    /// <summary>Which of the shared folders has the root's owner and mode; null for the topmost.</summary>
    public string? RootAttributes { get; init; }

    /// <summary>Whether what is changed is kept in memory, and goes with the container: its root is read-only, once it is made.</summary>
    public bool InMemory { get; init; }

    public static RootLayers Read(ref JsonCursor json)
    {
        IReadOnlyList<string>? lower = null;
        string? folder = null, attributes = null, floor = null;
        bool inMemory = false;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> property))
        {
            switch (property)
            {
                case var _ when property.SequenceEqual("lower"u8): lower = json.Strings(); break;
                case var _ when property.SequenceEqual("folder"u8): folder = json.String(); break;
                case var _ when property.SequenceEqual("rootAttributes"u8): attributes = json.String(); break;
                case var _ when property.SequenceEqual("floor"u8): floor = json.String(); break;
                case var _ when property.SequenceEqual("inMemory"u8): inMemory = json.Boolean(); break;
                default: json.Skip(); break;
            }
        }

        return new RootLayers
        {
            Lower = json.Required(lower, "lower"), Folder = json.Required(folder, "folder"), RootAttributes = attributes, InMemory = inMemory,
            Floor = floor,
        };
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("lower"u8);
        foreach (string layer in Lower)
        {
            json.WriteStringValue(layer);
        }

        json.WriteEndArray();
        json.WriteString("folder"u8, Folder);
        json.Optional("rootAttributes"u8, RootAttributes);
        json.Optional("floor"u8, Floor);
        json.WriteBoolean("inMemory"u8, InMemory);
    }
}
