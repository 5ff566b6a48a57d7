using System.Text.Json;
using PSContainer.Json;
using PSContainer.Layers;

namespace PSContainer.Protocol;

/// <summary>Does something to a folder of the image store, in a process whose root is that folder.</summary>
internal sealed class LayerRequest
{
    private static readonly string[] s_actions = ["unpack", "pack", "empty"];

    /// <summary>What.</summary>
    public required LayerAction Action { get; init; }

    /// <summary>The folder, absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>The layers below it, the uppermost first; null where they are not at hand.</summary>
    public IReadOnlyList<string>? Lower { get; init; }

    /// <summary>The user namespace's id maps, as <see cref="Launch.IdMapText"/> reads them; null for none.</summary>
    public string? IdMap { get; init; }

    /// <summary>How.</summary>
    public UnpackOptions Options { get; init; } = new();

    public static LayerRequest Read(ref JsonCursor json)
    {
        int action = -1;
        string? folder = null, idMap = null;
        IReadOnlyList<string>? lower = null;
        bool isLowest = false, userAttributes = false, oneOwner = false;
        long size = long.MaxValue, entries = UnpackOptions.DefaultMaximumEntries;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("action"u8): action = json.Word(s_actions); break;
                case var _ when name.SequenceEqual("folder"u8): folder = json.String(); break;
                case var _ when name.SequenceEqual("lower"u8): lower = json.Strings(); break;
                case var _ when name.SequenceEqual("idMap"u8): idMap = json.String(); break;
                case var _ when name.SequenceEqual("isLowest"u8): isLowest = json.Boolean(); break;
                case var _ when name.SequenceEqual("userAttributes"u8): userAttributes = json.Boolean(); break;
                case var _ when name.SequenceEqual("oneOwner"u8): oneOwner = json.Boolean(); break;
                case var _ when name.SequenceEqual("maximumSize"u8): size = json.Int64(); break;
                case var _ when name.SequenceEqual("maximumEntries"u8): entries = json.Int64(); break;
                default: json.Skip(); break;
            }
        }

        return new LayerRequest
        {
            Action = action < 0 ? throw json.Missing("action") : (LayerAction)action, Folder = json.Required(folder, "folder"), Lower = lower,
            IdMap = idMap,
            Options = new UnpackOptions
            {
                IsLowest = isLowest, UserAttributes = userAttributes, OneOwner = oneOwner, MaximumSize = size, MaximumEntries = entries,
            },
        };
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("action"u8, s_actions[(int)Action]);
        json.WriteString("folder"u8, Folder);
        if (IdMap is not null)
        {
            json.WriteString("idMap"u8, IdMap);
        }

        WriteLower(json);
        json.WriteBoolean("isLowest"u8, Options.IsLowest);
        json.WriteBoolean("userAttributes"u8, Options.UserAttributes);
        json.WriteBoolean("oneOwner"u8, Options.OneOwner);
        json.WriteNumber("maximumSize"u8, Options.MaximumSize);
        json.WriteNumber("maximumEntries"u8, Options.MaximumEntries);
    }

    private void WriteLower(Utf8JsonWriter json)
    {
        if (Lower is not null)
        {
            json.WriteStartArray("lower"u8);
            foreach (string folder in Lower)
            {
                json.WriteStringValue(folder);
            }

            json.WriteEndArray();
        }
    }
}
