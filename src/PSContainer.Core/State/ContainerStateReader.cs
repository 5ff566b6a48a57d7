using PSContainer.Errors;
using PSContainer.Json;
using PSContainer.Oci;

namespace PSContainer.State;

/// <summary>Reads a state from JSON. Members that are not known are passed over: a later version may have written them.</summary>
internal static class ContainerStateReader
{
    private const string Subject = "state.json";
    private const string ErrorId = "State.Read";

    /// <summary>The state, or the reason why this is not the state of that container.</summary>
    public static StateReading Read(string id, ReadOnlySpan<byte> utf8)
    {
        try
        {
            return ReadDocument(id, utf8);
        }
        catch (ContainerException e) when (e.ErrorId == ErrorId)
        {
            return StateReading.Failed(id, StateProblem.Malformed, e.Message.TrimEnd('.'));
        }
    }

    private static StateReading ReadDocument(string id, ReadOnlySpan<byte> utf8)
    {
        var json = new JsonCursor(utf8, Subject, ErrorId);
        var state = new ContainerState(id);
        var seen = default(Seen);
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            ReadOci(ref json, name, state, ref seen);
        }

        json.End();
        return seen.Problem(id) is { } problem ? StateReading.Failed(id, StateProblem.Foreign, problem) : StateReading.Of(state);
    }

    private static void ReadOci(ref JsonCursor json, ReadOnlySpan<byte> name, ContainerState state, ref Seen seen)
    {
        switch (name)
        {
            case var _ when name.SequenceEqual("ociVersion"u8): state.OciVersion = json.String(); break;
            case var _ when name.SequenceEqual("id"u8): seen.Id = json.String(); break;
            case var _ when name.SequenceEqual("status"u8):
                state.Status = (ContainerStatus)json.Word(Words.Statuses);
                seen.Status = true;
                break;
            case var _ when name.SequenceEqual("bundle"u8): state.Bundle = json.String(); break;
            case var _ when name.SequenceEqual("annotations"u8): state.Annotations = json.Map(); break;
            case var _ when name.SequenceEqual("pscontainer"u8):
                seen.Ours = true;
                ReadOurs(ref json, state);
                break;
            default: json.Skip(); break;
        }
    }

    private static void ReadOurs(ref JsonCursor json, ContainerState state)
    {
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (!TryReadDescription(ref json, name, state) && !TryReadLife(ref json, name, state) && !TryReadMonitor(ref json, name, state))
            {
                json.Skip();
            }
        }
    }

    private static bool TryReadDescription(ref JsonCursor json, ReadOnlySpan<byte> name, ContainerState state)
    {
        switch (name)
        {
            case var _ when name.SequenceEqual("name"u8): state.Name = Name(ref json); break;
            case var _ when name.SequenceEqual("labels"u8): state.Labels = json.Map(); break;
            case var _ when name.SequenceEqual("command"u8): state.Command = json.Strings(); break;
            case var _ when name.SequenceEqual("hostName"u8): state.HostName = json.String(); break;
            case var _ when name.SequenceEqual("rootPath"u8): state.RootPath = json.String(); break;
            case var _ when name.SequenceEqual("storage"u8): state.StoragePath = json.String(); break;
            case var _ when name.SequenceEqual("detached"u8): state.Detached = json.Boolean(); break;
            case var _ when name.SequenceEqual("resctrl"u8): state.ResctrlPath = json.String(); break;
            case var _ when name.SequenceEqual("cgroups"u8): state.CgroupPaths = json.Strings(); break;
            default: return false;
        }

        return true;
    }

    private static bool TryReadLife(ref JsonCursor json, ReadOnlySpan<byte> name, ContainerState state)
    {
        switch (name)
        {
            case var _ when name.SequenceEqual("process"u8): state.Process = ProcessIdentityJson.Read(ref json); break;
            case var _ when name.SequenceEqual("monitor"u8): state.Monitor = ProcessIdentityJson.Read(ref json); break;
            case var _ when name.SequenceEqual("createdAt"u8): state.CreatedAt = json.Time().ToUniversalTime(); break;
            case var _ when name.SequenceEqual("startedAt"u8): state.StartedAt = json.Time().ToUniversalTime(); break;
            case var _ when name.SequenceEqual("exitedAt"u8): state.ExitedAt = json.Time().ToUniversalTime(); break;
            case var _ when name.SequenceEqual("exitCode"u8): state.ExitCode = json.Int32(0, 255); break;
            case var _ when name.SequenceEqual("signal"u8): state.Signal = json.Int32(1, 64); break;
            case var _ when name.SequenceEqual("stopSignal"u8): state.StopSignal = json.Int32(1, 64); break;
            case var _ when name.SequenceEqual("oomKilled"u8): state.OomKilled = json.Boolean(); break;
            case var _ when name.SequenceEqual("error"u8): state.Error = json.String(); break;
            default: return false;
        }

        return true;
    }

    private static bool TryReadMonitor(ref JsonCursor json, ReadOnlySpan<byte> name, ContainerState state)
    {
        switch (name)
        {
            case var _ when name.SequenceEqual("restartPolicy"u8):
                state.RestartPolicy = (ContainerRestartPolicy)json.Int32(0, (int)ContainerRestartPolicy.UnlessStopped);
                break;
            case var _ when name.SequenceEqual("restartCount"u8): state.RestartCount = json.Int32(0); break;
            case var _ when name.SequenceEqual("restarting"u8): state.IsRestarting = json.Boolean(); break;
            case var _ when name.SequenceEqual("stopRequested"u8): state.StopRequested = json.Boolean(); break;
            case var _ when name.SequenceEqual("health"u8): state.Health = (ContainerHealth)json.Int32(0, (int)ContainerHealth.Unhealthy); break;
            case var _ when name.SequenceEqual("logged"u8): state.IsLogged = json.Boolean(); break;
            case var _ when name.SequenceEqual("logFolder"u8): state.LogFolder = json.String(); break;
            default: return false;
        }

        return true;
    }

    private static string Name(ref JsonCursor json)
    {
        string name = json.String();
        return ContainerName.IsValid(name) ? name : throw json.Invalid("a container name");
    }

    /// <summary>What tells our state of this container from others'.</summary>
    private struct Seen
    {
        public string? Id;
        public bool Status;
        public bool Ours;

        public readonly string? Problem(string id) => this switch
        {
            { Ours: false } => "state.json was written by another program",
            { Status: false } => "state.json has no status",
            _ when Id != id => "state.json is that of another container",
            _ => null,
        };
    }
}
