using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.State;

/// <summary>A process's identity in JSON.</summary>
internal static class ProcessIdentityJson
{
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, ProcessIdentity? process)
    {
        if (process is { } known)
        {
            json.WriteStartObject(name);
            json.WriteNumber("pid"u8, known.Pid);
            json.WriteNumber("startTime"u8, known.StartTime);
            json.WriteString("bootId"u8, known.BootId);
            json.WriteEndObject();
        }
    }

    public static ProcessIdentity Read(ref JsonCursor json)
    {
        int? pid = null;
        ulong? startTime = null;
        Guid bootId = Guid.Empty;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("pid"u8): pid = json.Int32(1); break;
                case var _ when name.SequenceEqual("startTime"u8): startTime = json.UInt64(); break;
                case var _ when name.SequenceEqual("bootId"u8): bootId = Boot(ref json); break;
                default: json.Skip(); break;
            }
        }

        return new(json.Required(pid, "pid"), json.Required(startTime, "startTime"), bootId);
    }

    private static Guid Boot(ref JsonCursor json) =>
        Guid.TryParse(json.String(), out Guid id) ? id : throw json.Invalid("a boot id");
}
