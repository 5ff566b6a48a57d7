using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Protocol;

/// <summary>Launches a detached container again that has ended, by what its state keeps.</summary>
internal sealed class RestartRequest
{
    /// <summary>The container's id.</summary>
    public required string Id { get; init; }

    /// <summary>The folder of the state store.</summary>
    public required string StateRoot { get; init; }

    public static RestartRequest Read(ref JsonCursor json)
    {
        string? id = null, stateRoot = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("id"u8): id = json.String(); break;
                case var _ when name.SequenceEqual("stateRoot"u8): stateRoot = json.String(); break;
                default: json.Skip(); break;
            }
        }

        return new RestartRequest { Id = json.Required(id, "id"), StateRoot = json.Required(stateRoot, "stateRoot") };
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("id"u8, Id);
        json.WriteString("stateRoot"u8, StateRoot);
    }
}
