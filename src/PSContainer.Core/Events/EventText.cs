using System.Buffers;
using System.Text.Json;
using PSContainer.Errors;
using PSContainer.Json;
using PSContainer.State;

namespace PSContainer.Events;

/// <summary>An event as a line of the journal: a JSON object.</summary>
internal static class EventText
{
    /// <summary>The longest line, in bytes.</summary>
    public const int MaxBytes = 4 << 10;

    private const string ErrorId = "Event.Read";

    private static readonly string[] s_types = ["created", "started", "paused", "resumed", "exited", "oom", "health", "restarted", "removed"];

    /// <summary>Adds an event's line.</summary>
    public static void Write(IBufferWriter<byte> lines, ContainerEvent happened)
    {
        using (var json = new Utf8JsonWriter(lines))
        {
            json.WriteStartObject();
            json.WriteString("time"u8, happened.Utc.UtcDateTime);
            json.WriteString("type"u8, s_types[(int)happened.Type]);
            json.WriteString("id"u8, happened.Id);
            json.WriteString("name"u8, happened.Name);
            json.Optional("exitCode"u8, (long?)happened.ExitCode);
            json.Optional("health"u8, (long?)happened.Health);
            json.Optional("restartCount"u8, (long?)happened.RestartCount);
            json.WriteEndObject();
        }

        lines.Write("\n"u8);
    }

    /// <summary>Reads a line; null for one that is no event.</summary>
    public static ContainerEvent? TryRead(ReadOnlySpan<byte> line)
    {
        try
        {
            return line.Length is 0 or > MaxBytes ? null : Read(line);
        }
        catch (ContainerException error) when (error.ErrorId == ErrorId)
        {
            return null;
        }
    }

    private static ContainerEvent Read(ReadOnlySpan<byte> line)
    {
        var json = new JsonCursor(line, "The event", ErrorId);
        string? id = null, name = null;
        int? type = null, code = null, health = null, restarts = null;
        DateTimeOffset time = default;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> property))
        {
            switch (property)
            {
                case var _ when property.SequenceEqual("time"u8): time = json.Time(); break;
                case var _ when property.SequenceEqual("type"u8): type = json.Word(s_types); break;
                case var _ when property.SequenceEqual("id"u8): id = json.String(); break;
                case var _ when property.SequenceEqual("name"u8): name = json.String(); break;
                case var _ when property.SequenceEqual("exitCode"u8): code = json.Int32(0, 255); break;
                case var _ when property.SequenceEqual("health"u8): health = json.Int32(0, (int)ContainerHealth.Unhealthy); break;
                case var _ when property.SequenceEqual("restartCount"u8): restarts = json.Int32(0); break;
                default: json.Skip(); break;
            }
        }

        json.End();
        return new ContainerEvent((ContainerEventType)json.Required(type, "type"), time, json.Required(id, "id"), name ?? ContainerId.ShortId(id!))
        {
            ExitCode = code, Health = (ContainerHealth?)health, RestartCount = restarts,
        };
    }
}
