using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Protocol;

/// <summary>How a monitor finds out whether its container does its work. All times are in milliseconds.</summary>
internal sealed class HealthSettings
{
    private const int Second = 1000;

    /// <summary>The command that is run in the container; an exit code of 0 is a success.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>From the end of one check to the next.</summary>
    public int Interval { get; init; } = 30 * Second;

    /// <summary>After which time a check is ended and has failed.</summary>
    public int Timeout { get; init; } = 30 * Second;

    /// <summary>For how long after the start failures do not count.</summary>
    public int StartPeriod { get; init; }

    /// <summary>How many failures in a row make it unhealthy.</summary>
    public int Retries { get; init; } = 3;

    public static HealthSettings Read(ref JsonCursor json)
    {
        IReadOnlyList<string>? command = null;
        int interval = 30 * Second, timeout = 30 * Second, start = 0, retries = 3;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("command"u8): command = json.Strings(); break;
                case var _ when name.SequenceEqual("interval"u8): interval = json.Int32(1); break;
                case var _ when name.SequenceEqual("timeout"u8): timeout = json.Int32(1); break;
                case var _ when name.SequenceEqual("startPeriod"u8): start = json.Int32(0); break;
                case var _ when name.SequenceEqual("retries"u8): retries = json.Int32(1); break;
                default: json.Skip(); break;
            }
        }

        return new HealthSettings
        {
            Command = json.Required(command, "command"), Interval = interval, Timeout = timeout, StartPeriod = start, Retries = retries,
        };
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("health"u8);
        json.WriteStartArray("command"u8);
        foreach (string word in Command)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
        json.WriteNumber("interval"u8, Interval);
        json.WriteNumber("timeout"u8, Timeout);
        json.WriteNumber("startPeriod"u8, StartPeriod);
        json.WriteNumber("retries"u8, Retries);
        json.WriteEndObject();
    }
}
