using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using PSContainer.Json;
using PSContainer.Oci;

namespace PSContainer.State;

/// <summary>Writes a state as JSON: the OCI runtime spec's members, and ours in an object of their own.</summary>
internal static class ContainerStateWriter
{
    /// <summary>Marks the rest of a command that was too long to record.</summary>
    public const string Cut = "…";

    private static readonly JsonWriterOptions s_options = new() { Encoder = PlainJsonEncoder.Instance };

    public static void Write(IBufferWriter<byte> output, ContainerState state)
    {
        using var json = new Utf8JsonWriter(output, s_options);
        json.WriteStartObject();
        WriteOci(json, state);
        json.WriteStartObject("pscontainer"u8);
        WriteDescription(json, state);
        WriteLife(json, state);
        WriteMonitor(json, state);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteOci(Utf8JsonWriter json, ContainerState state)
    {
        json.WriteString("ociVersion"u8, state.OciVersion);
        json.WriteString("id"u8, state.Id);
        json.WriteString("status"u8, Words.Statuses[(int)state.Status]);
        json.WriteNumber("pid"u8, state.Pid);
        json.WriteString("bundle"u8, state.Bundle);
        WriteMap(json, "annotations"u8, state.Annotations);
    }

    private static void WriteDescription(Utf8JsonWriter json, ContainerState state)
    {
        json.Optional("name"u8, Plain(state.Name));
        WriteMap(json, "labels"u8, state.Labels);
        WriteCommand(json, state.Command);
        json.Optional("hostName"u8, Plain(state.HostName));
        json.Optional("rootPath"u8, Plain(state.RootPath));
        json.Optional("storage"u8, Plain(state.StoragePath));
        json.WriteBoolean("detached"u8, state.Detached);
        WriteList(json, "cgroups"u8, state.CgroupPaths);
        json.Optional("resctrl"u8, Plain(state.ResctrlPath));
    }

    private static void WriteLife(Utf8JsonWriter json, ContainerState state)
    {
        ProcessIdentityJson.Write(json, "process"u8, state.Process);
        ProcessIdentityJson.Write(json, "monitor"u8, state.Monitor);
        WriteTime(json, "createdAt"u8, state.CreatedAt);
        WriteTime(json, "startedAt"u8, state.StartedAt);
        WriteTime(json, "exitedAt"u8, state.ExitedAt);
        json.Optional("exitCode"u8, state.ExitCode);
        json.Optional("signal"u8, state.Signal);
        json.Optional("stopSignal"u8, state.StopSignal);
        json.WriteBoolean("oomKilled"u8, state.OomKilled);
        json.Optional("error"u8, Plain(state.Error));
    }

    private static void WriteMonitor(Utf8JsonWriter json, ContainerState state)
    {
        json.Optional("restartPolicy"u8, state.RestartPolicy == ContainerRestartPolicy.No ? null : (long)state.RestartPolicy);
        json.Optional("restartCount"u8, state.RestartCount == 0 ? null : state.RestartCount);
        json.Optional("restarting"u8, state.IsRestarting ? true : (bool?)null);
        json.Optional("stopRequested"u8, state.StopRequested ? true : (bool?)null);
        json.Optional("health"u8, (long?)state.Health);
        json.Optional("logged"u8, state.IsLogged ? true : (bool?)null);
        json.Optional("logFolder"u8, Plain(state.LogFolder));
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, known.UtcDateTime);
        }
    }

    private static void WriteMap(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyDictionary<string, string> map)
    {
        if (map.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach ((string key, string value) in map)
        {
            json.WriteString(Plain(key), Plain(value));
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(Plain(text));
        }

        json.WriteEndArray();
    }

    // A NUL would be refused when the state is read.
    [return: NotNullIfNotNull(nameof(text))]
    private static string? Plain(string? text) => text?.Replace('\0', '\uFFFD');

    // A state must stay small enough to be read back, and quick to list: the whole command is in the spec.
    private static void WriteCommand(Utf8JsonWriter json, IReadOnlyList<string> command)
    {
        json.WriteStartArray("command"u8);
        int left = StateFile.CommandLimit;
        foreach (string argument in command)
        {
            left -= Encoding.UTF8.GetByteCount(argument);
            if (left < 0)
            {
                json.WriteStringValue(Cut);
                break;
            }

            json.WriteStringValue(Plain(argument));
        }

        json.WriteEndArray();
    }
}
