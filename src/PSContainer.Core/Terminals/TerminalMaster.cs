using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Terminals;

/// <summary>The master of a pseudo-terminal that a container's process has the other end of; see <c>pty(7)</c>.</summary>
internal sealed unsafe class TerminalMaster : ITerminalPeer
{
    private readonly SafeFileHandle _master;

    /// <param name="master">The descriptor; nobody else's, as it is made not to wait.</param>
    public TerminalMaster(SafeFileHandle master)
    {
        _master = master;
        LinuxException.Check(fcntl(Descriptor, F_SETFL, O_RDWR | O_NONBLOCK), "fcntl(F_SETFL)", "the terminal");
    }

    public int Descriptor => (int)_master.DangerousGetHandle();

    // EIO: nobody has the other end any more, and all that was written is read.
    public int Read(Span<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            int count = (int)(long)read(Descriptor, start, bytes.Length);
            return count > 0 ? count : count < 0 && errno is var error && (error == EAGAIN || error == EINTR) ? 0 : -1;
        }
    }

    public int Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            int count = (int)(long)write(Descriptor, start, bytes.Length);
            return count >= 0 ? count : errno is var error && (error == EAGAIN || error == EINTR) ? 0 : bytes.Length;
        }
    }

    public void Resize(WindowSize size) => SetWindowSize(Descriptor, &size);

    public void Dispose() => _master.Dispose();
}
