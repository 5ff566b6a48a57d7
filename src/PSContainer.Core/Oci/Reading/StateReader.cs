using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Reads a container's state.</summary>
internal static class StateReader
{
    public static OciState State(ref JsonCursor json)
    {
        var state = new OciState();
        string? version = null, id = null, bundle = null;
        int? status = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("ociVersion"u8))
                version = json.String();
            else if (name.SequenceEqual("id"u8))
                id = json.String();
            else if (name.SequenceEqual("status"u8))
                status = json.Word(Words.Statuses);
            else if (name.SequenceEqual("pid"u8))
                state.Pid = json.Int32(min: 0);
            else if (name.SequenceEqual("bundle"u8))
                bundle = json.String();
            else if (name.SequenceEqual("annotations"u8))
                state.Annotations = json.Map();
            else
                json.Skip();
        }

        state.OciVersion = json.Required(version, "ociVersion");
        state.Id = json.Required(id, "id");
        state.Status = (OciStatus)json.Required(status, "status");
        state.Bundle = json.Required(bundle, "bundle");
        return state;
    }
}
