using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Protocol;

/// <summary>What a caller asks of the launcher: exactly one of these.</summary>
internal sealed class LauncherRequest
{
    public LaunchRequest? Launch { get; init; }

    public ExecuteRequest? Execute { get; init; }

    public HostnameRequest? Hostname { get; init; }

    public StartRequest? Start { get; init; }

    public RestartRequest? Restart { get; init; }

    public LayerRequest? Layer { get; init; }

    /// <summary>Whether the process has a terminal, and the launcher was given a socket that takes its other end.</summary>
    public bool Console { get; set; }

    public static LauncherRequest Read(ReadOnlySpan<byte> utf8)
    {
        var json = new JsonCursor(utf8, "The request to the launcher", "Launcher.BadRequest");
        LauncherRequest? request = null;
        bool console = false;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("launch"u8): request = new() { Launch = LaunchRequest.Read(ref json) }; break;
                case var _ when name.SequenceEqual("execute"u8): request = new() { Execute = ExecuteRequest.Read(ref json) }; break;
                case var _ when name.SequenceEqual("hostname"u8): request = new() { Hostname = HostnameRequest.Read(ref json) }; break;
                case var _ when name.SequenceEqual("start"u8): request = new() { Start = StartRequest.Read(ref json) }; break;
                case var _ when name.SequenceEqual("restart"u8): request = new() { Restart = RestartRequest.Read(ref json) }; break;
                case var _ when name.SequenceEqual("console"u8): console = json.Boolean(); break;
                case var _ when name.SequenceEqual("layer"u8): request = new() { Layer = LayerRequest.Read(ref json) }; break;
                default: json.Skip(); break;
            }
        }

        json.End();
        request = json.Required(request, "launch");
        request.Console = console;
        return request;
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Console)
        {
            json.WriteBoolean("console"u8, true);
        }

        json.WriteStartObject(Word);
        Launch?.Write(json);
        Execute?.Write(json);
        Hostname?.Write(json);
        Start?.Write(json);
        Restart?.Write(json);
        Layer?.Write(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private ReadOnlySpan<byte> Word => this switch
    {
        { Launch: not null } => "launch"u8,
        { Execute: not null } => "execute"u8,
        { Start: not null } => "start"u8,
        { Restart: not null } => "restart"u8,
        { Layer: not null } => "layer"u8,
        _ => "hostname"u8,
    };
}
