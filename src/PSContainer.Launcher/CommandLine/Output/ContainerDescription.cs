using System.Globalization;
using System.Text.Json;
using PSContainer.Containers;
using PSContainer.Json;
using PSContainer.Launcher.Container;
using PSContainer.Oci;
using PSContainer.State;

namespace PSContainer.Launcher.CommandLine;

/// <summary>One container as <c>state</c> and <c>list</c> tell of it: the OCI state, and what runc and crun add to that.</summary>
internal sealed class ContainerDescription
{
    private readonly ContainerState _state;

    /// <param name="store">Where it is kept.</param>
    /// <param name="state">What is recorded of it.</param>
    /// <param name="owner">The user whose container it is.</param>
    public ContainerDescription(StateStore store, ContainerState state, string owner)
    {
        _state = state;
        Owner = owner;
        EffectiveStatus status = store.EffectiveStatus(state, StoredContainer.IsFrozen);
        Status = status.Status.Word();
        Pid = status.Status == ContainerStatus.Stopped ? 0 : state.Pid;
    }

    public string Id => _state.Id;

    public int Pid { get; }

    public string Status { get; }

    public string Bundle => _state.Bundle;

    /// <summary>When it was created, as RFC 3339 has it.</summary>
    public string Created => (_state.CreatedAt ?? default).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    public string Owner { get; }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("ociVersion"u8, _state.OciVersion);
        json.WriteString("id"u8, Id);
        json.WriteNumber("pid"u8, Pid);
        json.WriteString("status"u8, Status);
        json.WriteString("bundle"u8, Bundle);
        json.WriteString("rootfs"u8, _state.RootPath ?? "");
        json.WriteString("created"u8, Created);
        json.Optional("annotations"u8, _state.Annotations.Count == 0 ? null : new Dictionary<string, string>(_state.Annotations));
        json.WriteString("owner"u8, Owner);
        json.WriteEndObject();
    }
}
