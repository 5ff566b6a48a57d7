using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Protocol;

/// <summary>What the monitor of a detached container does for it.</summary>
internal sealed class MonitorSettings
{
    private static readonly string[] s_policies = ["no", "on-failure", "always", "unless-stopped"];

    /// <summary>How its output is kept; null where it is not.</summary>
    public LogSettings? Log { get; init; }

    /// <summary>Whether it is started again.</summary>
    public ContainerRestartPolicy RestartPolicy { get; init; }

    /// <summary>How often at most after failures; 0 for ever.</summary>
    public int RestartLimit { get; init; }

    /// <summary>Whether it is removed when it has ended.</summary>
    public bool RemoveOnExit { get; init; }

    /// <summary>How its health is checked; null where it is not.</summary>
    public HealthSettings? Health { get; init; }

    /// <summary>The file that its standard output was sent to; null where there is none.</summary>
    public string? OutputFile { get; init; }

    /// <summary>The file that its standard error was sent to; null where there is none.</summary>
    public string? ErrorFile { get; init; }

    public static MonitorSettings Read(ref JsonCursor json)
    {
        LogSettings? log = null;
        HealthSettings? health = null;
        int policy = 0, limit = 0;
        bool remove = false;
        string? output = null, error = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("log"u8): log = LogSettings.Read(ref json); break;
                case var _ when name.SequenceEqual("restart"u8): policy = json.Word(s_policies); break;
                case var _ when name.SequenceEqual("restartLimit"u8): limit = json.Int32(0); break;
                case var _ when name.SequenceEqual("removeOnExit"u8): remove = json.Boolean(); break;
                case var _ when name.SequenceEqual("health"u8): health = HealthSettings.Read(ref json); break;
                case var _ when name.SequenceEqual("outputFile"u8): output = json.String(); break;
                case var _ when name.SequenceEqual("errorFile"u8): error = json.String(); break;
                default: json.Skip(); break;
            }
        }

        return new MonitorSettings
        {
            Log = log, RestartPolicy = (ContainerRestartPolicy)policy, RestartLimit = limit, RemoveOnExit = remove, Health = health,
            OutputFile = output, ErrorFile = error,
        };
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("monitor"u8);
        Log?.Write(json);
        json.WriteString("restart"u8, s_policies[(int)RestartPolicy]);
        json.WriteNumber("restartLimit"u8, RestartLimit);
        json.WriteBoolean("removeOnExit"u8, RemoveOnExit);
        Health?.Write(json);
        json.Optional("outputFile"u8, OutputFile);
        json.Optional("errorFile"u8, ErrorFile);
        json.WriteEndObject();
    }
}
