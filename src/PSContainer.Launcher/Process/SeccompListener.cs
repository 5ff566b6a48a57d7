using System.Buffers;
using System.Text.Json;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Json;
using PSContainer.Launch;
using PSContainer.Oci;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>
/// Hands the listener of a seccomp filter to the agent that answers for it (config-linux.md, <c>listenerPath</c>). The process
/// under the filter cannot do that itself: the call that it would take may be one that waits for the agent. A helper that shares
/// its descriptors does.
/// </summary>
internal sealed unsafe class SeccompListener
{
    private readonly int _socket;
    private readonly string? _metadata;
    private readonly OciState _state;

    private SeccompListener(int socket, string? metadata, OciState state)
    {
        _socket = socket;
        _metadata = metadata;
        _state = state;
    }

    /// <summary>The connection to the agent.</summary>
    public int Socket => _socket;

    /// <summary>Where the process announces the descriptor.</summary>
    public SharedWord Word { get; } = SharedWord.Create();

    /// <summary>Connects to the agent of a profile; null where it names none, or one that no rule asks and that is not there.</summary>
    /// <exception cref="ContainerException">It does not listen.</exception>
    public static SeccompListener? For(LinuxSeccomp? profile, OciState state)
    {
        if (profile?.ListenerPath is not { Length: > 0 } path)
        {
            return null;
        }

        try
        {
            return Connect(path, profile.ListenerMetadata, state);
        }
        catch (ContainerException) when (!Asks(profile))
        {
            return null;
        }
    }

    private static bool Asks(LinuxSeccomp profile) => profile.DefaultAction == SeccompAction.Notify
        || profile.Syscalls?.Exists(static rule => rule.Action == SeccompAction.Notify) == true;

    private static SeccompListener Connect(string path, string? metadata, OciState state)
    {
        int socket = LinuxException.Check(Tmds.Linux.LibC.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
        if (ConnectUnix(socket, path) < 0)
        {
            var error = LinuxException.FromLastError("connect", path);
            close(socket);
            throw new ContainerException(
                $"Seccomp.Listener.{error.ErrorName}", ErrorKind.OperationFailed,
                $"failed to connect with seccomp agent at '{path}': {error.Message}.", path, "Start it first, or correct listenerPath.", error);
        }

        return new SeccompListener(socket, metadata, state);
    }

    /// <summary>Waits until the process has loaded its filter, and sends its listener.</summary>
    /// <param name="pid">The process, as it is seen from outside.</param>
    public void Serve(int pid)
    {
        byte[] document = Document(pid);
        const int Millisecond = 1_000_000;
        while (Word.Value == 0)
        {
            Sleep(Millisecond);
        }

        int sent = SendDescriptor(_socket, document, Word.Value - 1);
        LinuxException.Check(sent, "sendmsg", "the seccomp agent");
    }

    // config-linux.md, "Container Process State"; the place of a name in fds is that of its descriptor in the message.
    private byte[] Document(int pid)
    {
        _state.Pid = pid;
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, JsonWriting.Options(indented: false)))
        {
            json.WriteStartObject();
            json.WriteString("ociVersion"u8, _state.OciVersion);
            json.WriteStartArray("fds"u8);
            json.WriteStringValue("seccompFd"u8);
            json.WriteEndArray();
            json.WriteNumber("pid"u8, pid);
            json.Optional("metadata"u8, _metadata);
            json.WritePropertyName("state"u8);
            StateWriter.State(json, _state);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
