using System.Buffers.Binary;
using System.Text;
using PSContainer.Errors;

namespace PSContainer.Launcher.Process;

/// <summary>The message of a failed step: after the kind of message, the error number and four texts, each cut to its share.</summary>
internal static class FailureMessage
{
    private const int Header = 5;
    private const int MaxText = (SyncSocket.MaxMessage - Header) / 4;

    /// <returns>The length of the message.</returns>
    public static int Write(Span<byte> packet, string name, string description, LinuxException error)
    {
        BinaryPrimitives.WriteInt32LittleEndian(packet[1..], error.ErrorNumber);
        int length = Header;
        Append(packet, ref length, name);
        Append(packet, ref length, description);
        Append(packet, ref length, error.Function);
        Append(packet, ref length, error.Path ?? "");
        return length;
    }

    public static StepFailure Read(ReadOnlySpan<byte> packet)
    {
        int errno = BinaryPrimitives.ReadInt32LittleEndian(packet[1..]);
        packet = packet[Header..];
        string name = Next(ref packet), description = Next(ref packet), function = Next(ref packet), path = Next(ref packet);
        return new StepFailure(name, description, new LinuxException(function, errno, path.Length == 0 ? null : path));
    }

    private static void Append(Span<byte> packet, ref int length, string text)
    {
        Encoding.UTF8.GetEncoder().Convert(text, packet.Slice(length, MaxText - 1), flush: true, out _, out int written, out _);
        length += written;
        packet[length++] = 0;
    }

    private static string Next(ref ReadOnlySpan<byte> packet)
    {
        int end = packet.IndexOf((byte)0);
        string text = Encoding.UTF8.GetString(packet[..Math.Max(end, 0)]);
        packet = packet[(end + 1)..];
        return text;
    }
}
