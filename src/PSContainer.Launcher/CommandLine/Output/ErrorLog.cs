using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Json;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.CommandLine;

/// <summary>
/// Where errors go: stderr, as one line, and the log that Podman, containerd and others read them from. Its lines are those of
/// runc's (logrus): <c>time="…" level=error msg="…"</c>, or the same as JSON.
/// </summary>
internal sealed unsafe class ErrorLog
{
    private const ushort LogMode = 0b110_100_100; // 0644

    private readonly int _file;
    private readonly bool _json;
    private readonly bool _debug;

    private ErrorLog(int file, bool json, bool debug)
    {
        _file = file;
        _json = json;
        _debug = debug;
    }

    /// <summary>A log to stderr alone.</summary>
    public static ErrorLog Plain { get; } = new(-1, json: false, debug: false);

    /// <summary>Whether what is done is told, too.</summary>
    public bool IsDebug => _debug;

    /// <param name="target">A path, <c>file:PATH</c>, or null for stderr alone.</param>
    /// <param name="json">Whether the log's lines are JSON.</param>
    /// <param name="debug">Whether what is done is told, too.</param>
    /// <exception cref="ContainerException">The file cannot be opened.</exception>
    public static ErrorLog Open(string? target, bool json, bool debug)
    {
        if (string.IsNullOrEmpty(target))
        {
            return new ErrorLog(-1, json, debug);
        }

        string path = PathOf(target);
        fixed (byte* name = new CString(path))
        {
            int file = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, LogMode);
            return file >= 0 ? new ErrorLog(file, json, debug) : throw new ContainerException(
                "Log.NotWritable", ErrorKind.OperationFailed, $"The log '{path}' cannot be opened.", path, null,
                LinuxException.FromLastError("open", path));
        }
    }

    /// <summary>Tells of the error that ends the command.</summary>
    public void Error(string message)
    {
        Log("error", message);
        StandardStream.Write(STDERR_FILENO, $"pscontainer: {message}\n");
    }

    /// <summary>Tells of something that does not keep the command from going on.</summary>
    public void Warn(string message)
    {
        Log("warning", message);
        StandardStream.Write(STDERR_FILENO, $"pscontainer: warning: {message}\n");
    }

    /// <summary>Tells what is done, where that is wanted.</summary>
    public void Debug(string message)
    {
        if (_debug && _file < 0)
        {
            StandardStream.Write(STDERR_FILENO, Line("debug", message));
        }
        else if (_debug)
        {
            Log("debug", message);
        }
    }

    private static string PathOf(string target)
    {
        int colon = target.IndexOf(':');
        string kind = colon < 0 || target[..colon].Contains('/') ? "file" : target[..colon];
        return kind != "file"
            ? throw new UsageException($"the log '{target}' is of an unknown kind: give a path, or file:PATH")
            : target.StartsWith("file:", StringComparison.Ordinal) ? target["file:".Length..] : target;
    }

    private void Log(string level, string message)
    {
        if (_file >= 0)
        {
            StandardStream.Write(_file, Line(level, message));
        }
    }

    private string Line(string level, string message)
    {
        string time = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        if (!_json)
        {
            return $"time=\"{time}\" level={level} msg=\"{message.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"\n";
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, JsonWriting.Options(indented: false)))
        {
            json.WriteStartObject();
            json.WriteString("level"u8, level);
            json.WriteString("msg"u8, message);
            json.WriteString("time"u8, time);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
