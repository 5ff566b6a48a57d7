using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Protocol;

/// <summary>Sends and receives whole documents on a stream socket: four bytes of length, little-endian, then the document.</summary>
internal static unsafe class FrameChannel
{
    /// <summary>The largest document, in bytes: a spec of 4 MiB and what goes with it.</summary>
    public const int MaxBytes = 5 << 20;

    private const int HeaderBytes = 4;

    /// <summary>Sends one document. A peer that is gone is an error (EPIPE), never a signal.</summary>
    public static void Send(int socket, ReadOnlySpan<byte> document)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        BinaryPrimitives.WriteInt32LittleEndian(header, document.Length);
        SendAll(socket, header);
        SendAll(socket, document);
    }

    /// <summary>Sends one document as <paramref name="write"/> writes it.</summary>
    public static void Send(int socket, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        Send(socket, buffer.WrittenSpan);
    }

    /// <summary>Receives one document; null where the peer has closed the socket.</summary>
    public static byte[]? Receive(int socket)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (!ReceiveAll(socket, header))
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is < 0 or > MaxBytes)
        {
            throw new ContainerException(
                "Launcher.BadMessage", ErrorKind.InvalidData, $"A message of {length} bytes is not one of PSContainer's.");
        }

        var document = new byte[length];
        return ReceiveAll(socket, document) ? document : null;
    }

    private static void SendAll(int socket, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            nint sent;
            fixed (byte* start = bytes)
            {
                sent = (nint)(long)send(socket, start, bytes.Length, MSG_NOSIGNAL);
            }

            if (sent >= 0)
            {
                bytes = bytes[(int)sent..];
            }
            else if (errno != EINTR)
            {
                throw LinuxException.FromLastError("send", "the launcher's socket");
            }
        }
    }

    private static bool ReceiveAll(int socket, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            nint received;
            fixed (byte* start = bytes)
            {
                received = (nint)(long)recv(socket, start, bytes.Length, 0);
            }

            if (received > 0)
            {
                bytes = bytes[(int)received..];
            }
            else if (received == 0 || errno == ECONNRESET)
            {
                return false;
            }
            else if (errno != EINTR)
            {
                throw LinuxException.FromLastError("recv", "the launcher's socket");
            }
        }

        return true;
    }
}
