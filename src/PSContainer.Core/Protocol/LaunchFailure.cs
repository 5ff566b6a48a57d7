using System.Text.Json;
using PSContainer.Errors;
using PSContainer.Json;

namespace PSContainer.Protocol;

/// <summary>An error on its way from the launcher to the module: the parts of a <see cref="ContainerException"/>.</summary>
internal sealed class LaunchFailure
{
    public required string ErrorId { get; init; }

    public required ErrorKind Kind { get; init; }

    public required string Message { get; init; }

    public string? Target { get; init; }

    public string? Remedy { get; init; }

    public string? Function { get; init; }

    public int Errno { get; init; }

    public string? Path { get; init; }

    public static LaunchFailure From(ContainerException error)
    {
        var inner = error.InnerException as LinuxException;
        string message = error.Remedy is { } remedy && error.Message.EndsWith(remedy, StringComparison.Ordinal)
            ? error.Message[..^(remedy.Length + 1)]
            : error.Message;
        return new LaunchFailure
        {
            ErrorId = error.ErrorId, Kind = error.Kind, Message = message, Target = error.Target?.ToString(), Remedy = error.Remedy,
            Function = inner?.Function, Errno = inner?.ErrorNumber ?? 0, Path = inner?.Path,
        };
    }

    public ContainerException ToException() => new(
        ErrorId, Kind, Message, Target, Remedy, Function is null ? null : new LinuxException(Function, Errno, Path));

    public static LaunchFailure Read(ref JsonCursor json)
    {
        string id = "", message = "";
        string? target = null, remedy = null, function = null, path = null;
        var kind = ErrorKind.OperationFailed;
        int errno = 0;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("id"u8): id = json.String(); break;
                case var _ when name.SequenceEqual("kind"u8): kind = (ErrorKind)json.Int32(0, (int)ErrorKind.InvalidData); break;
                case var _ when name.SequenceEqual("message"u8): message = json.String(); break;
                case var _ when name.SequenceEqual("target"u8): target = json.String(); break;
                case var _ when name.SequenceEqual("remedy"u8): remedy = json.String(); break;
                case var _ when name.SequenceEqual("function"u8): function = json.String(); break;
                case var _ when name.SequenceEqual("errno"u8): errno = json.Int32(0); break;
                case var _ when name.SequenceEqual("path"u8): path = json.String(); break;
                default: json.Skip(); break;
            }
        }

        return new LaunchFailure
        {
            ErrorId = id, Kind = kind, Message = message, Target = target, Remedy = remedy, Function = function, Errno = errno, Path = path,
        };
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("failure"u8);
        json.WriteString("id"u8, ErrorId);
        json.WriteNumber("kind"u8, (int)Kind);
        json.WriteString("message"u8, Message);
        json.WriteString("target"u8, Target);
        json.WriteString("remedy"u8, Remedy);
        json.WriteString("function"u8, Function);
        json.WriteNumber("errno"u8, Errno);
        json.WriteString("path"u8, Path);
        json.WriteEndObject();
    }
}
