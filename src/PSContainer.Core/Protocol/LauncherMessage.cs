using System.Text.Json;
using PSContainer.Errors;
using PSContainer.Json;
using PSContainer.Layers;

namespace PSContainer.Protocol;

/// <summary>What the launcher says.</summary>
internal enum LauncherMessageKind
{
    /// <summary>The container runs; its state is in the store.</summary>
    Created,

    /// <summary>It could not be made; nothing of it is left.</summary>
    Failed,

    /// <summary>It has ended.</summary>
    Exited,

    /// <summary>What was asked of a layer is done.</summary>
    LayerDone,
}

/// <summary>One message of the launcher.</summary>
internal sealed class LauncherMessage
{
    private static readonly string[] s_kinds = ["created", "failed", "exited", "layerDone"];

    public required LauncherMessageKind Kind { get; init; }

    /// <summary>Created: the first process, as the launcher's PID namespace counts.</summary>
    public int Pid { get; init; }

    /// <summary>Created: whether its root is a copy of its image's layers, as there can be no overlay.</summary>
    public bool HasCopiedRoot { get; init; }

    /// <summary>Exited: how.</summary>
    public ExitResult Exit { get; init; }

    /// <summary>Failed: why.</summary>
    public LaunchFailure? Failure { get; init; }

    /// <summary>LayerDone: what came of it.</summary>
    public UnpackResult? Layer { get; init; }

    public static LauncherMessage Read(ReadOnlySpan<byte> utf8)
    {
        var json = new JsonCursor(utf8, "The launcher's message", "Launcher.BadMessage");
        int kind = -1, pid = 0;
        bool copied = false;
        ExitResult exit = default;
        LaunchFailure? failure = null;
        UnpackResult? layer = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("kind"u8): kind = json.Word(s_kinds); break;
                case var _ when name.SequenceEqual("pid"u8): pid = json.Int32(1); break;
                case var _ when name.SequenceEqual("copiedRoot"u8): copied = json.Boolean(); break;
                case var _ when name.SequenceEqual("exit"u8): exit = ExitResult.Read(ref json); break;
                case var _ when name.SequenceEqual("failure"u8): failure = LaunchFailure.Read(ref json); break;
                case var _ when name.SequenceEqual("layer"u8): layer = UnpackResult.Read(ref json); break;
                default: json.Skip(); break;
            }
        }

        json.End();
        return kind < 0
            ? throw json.Missing("kind")
            : new LauncherMessage { Kind = (LauncherMessageKind)kind, Pid = pid, HasCopiedRoot = copied, Exit = exit, Failure = failure, Layer = layer };
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, s_kinds[(int)Kind]);
        if (Kind == LauncherMessageKind.Created)
        {
            json.WriteNumber("pid"u8, Pid);
            json.WriteBoolean("copiedRoot"u8, HasCopiedRoot);
        }
        else if (Kind == LauncherMessageKind.Exited)
        {
            json.WriteStartObject("exit"u8);
            Exit.Write(json);
            json.WriteEndObject();
        }

        if (Layer is not null)
        {
            json.WriteStartObject("layer"u8);
            Layer.Write(json);
            json.WriteEndObject();
        }

        Failure?.Write(json);
        json.WriteEndObject();
    }
}
