using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Writes a container's state.</summary>
internal static class StateWriter
{
    public static void State(Utf8JsonWriter json, OciState state)
    {
        json.WriteStartObject();
        json.WriteString("ociVersion"u8, state.OciVersion);
        json.WriteString("id"u8, state.Id);
        json.WriteString("status"u8, Words.Statuses[(int)state.Status]);
        json.Optional("pid"u8, state.Pid);
        json.WriteString("bundle"u8, state.Bundle);
        json.Optional("annotations"u8, state.Annotations);
        json.WriteEndObject();
    }
}
