using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Protocol;

/// <summary>Lets the command of a created container begin.</summary>
internal sealed class StartRequest
{
    /// <summary>The container's id.</summary>
    public required string Id { get; init; }

    /// <summary>The folder of the state store.</summary>
    public required string StateRoot { get; init; }

    /// <summary>The caller's environment, which hooks that name none run with.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    public static StartRequest Read(ref JsonCursor json)
    {
        string? id = null, stateRoot = null;
        IReadOnlyList<string> environment = [];
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("id"u8): id = json.String(); break;
                case var _ when name.SequenceEqual("stateRoot"u8): stateRoot = json.String(); break;
                case var _ when name.SequenceEqual("environment"u8): environment = json.Strings(); break;
                default: json.Skip(); break;
            }
        }

        return new StartRequest
        {
            Id = json.Required(id, "id"), StateRoot = json.Required(stateRoot, "stateRoot"), Environment = environment,
        };
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("id"u8, Id);
        json.WriteString("stateRoot"u8, StateRoot);
        WriteEnvironment(json, Environment);
    }

    public static void WriteEnvironment(Utf8JsonWriter json, IReadOnlyList<string> environment)
    {
        if (environment.Count > 0)
        {
            json.WriteStartArray("environment"u8);
            foreach (string variable in environment)
            {
                json.WriteStringValue(variable);
            }

            json.WriteEndArray();
        }
    }
}
