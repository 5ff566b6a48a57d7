namespace PSContainer.Terminals;

/// <summary>
/// What goes between the owner of a container's terminal and those who are attached to it: packets on a unix socket
/// (SOCK_SEQPACKET), each a letter and what belongs to it.
/// </summary>
internal static class AttachProtocol
{
    /// <summary>The socket's name in the container's folder.</summary>
    public const string SocketName = "attach";

    /// <summary>The most bytes of a terminal in a packet.</summary>
    public const int MostBytes = 16 << 10;

    /// <summary>From the attached: bytes that were typed.</summary>
    public const byte Typed = (byte)'i';

    /// <summary>From the attached: rows and columns, each an unsigned 16-bit number, little-endian.</summary>
    public const byte Resized = (byte)'r';

    /// <summary>From the owner: bytes to be shown.</summary>
    public const byte Shown = (byte)'o';

    /// <summary>From the owner, at last: the exit code, a 32-bit number, little-endian.</summary>
    public const byte Exited = (byte)'e';
}
