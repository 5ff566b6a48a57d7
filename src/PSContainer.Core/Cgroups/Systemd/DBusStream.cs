using System.Runtime.InteropServices;
using PSContainer.Containers;
using PSContainer.Errors;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Cgroups;

/// <summary>The socket to a manager or bus. Who does not answer is not waited for without end.</summary>
internal sealed unsafe class DBusStream : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly int _socket;
    private readonly string _path;

    private DBusStream(int socket, string path)
    {
        _socket = socket;
        _path = path;
    }

    /// <exception cref="LinuxException">Nobody listens there.</exception>
    public static DBusStream Connect(string path)
    {
        int descriptor = LinuxException.Check(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
        if (ConnectUnix(descriptor, path) == 0)
        {
            return new DBusStream(descriptor, path);
        }

        var error = LinuxException.FromLastError("connect", path);
        close(descriptor);
        throw error;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            fixed (byte* start = bytes)
            {
                Await(POLLOUT);
                bytes = bytes[Count((long)send(_socket, start, bytes.Length, MSG_NOSIGNAL | MSG_DONTWAIT), "send")..];
            }
        }
    }

    public void Read(Span<byte> room)
    {
        while (!room.IsEmpty)
        {
            fixed (byte* start = room)
            {
                Await(POLLIN);
                int count = Count((long)recv(_socket, start, room.Length, MSG_DONTWAIT), "recv");
                room = count > 0 || Marshal.GetLastPInvokeError() is Errno.EAGAIN or Errno.EINTR ? room[count..] : throw SystemdErrors.HungUp(_path);
            }
        }
    }

    public void Dispose() => close(_socket);

    private void Await(int what)
    {
        var deadline = Deadline.In(s_patience);
        var file = new pollfd { fd = _socket, events = (short)what };
        int result;
        do
        {
            result = poll(&file, 1, deadline.PollTime);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);
        _ = LinuxException.Check(result, "poll", _path) > 0 ? 0 : throw SystemdErrors.TimedOut(_path);
        Marshal.SetLastPInvokeError(0);
    }

    // Nothing, where it is to be tried again.
    private int Count(long result, string function) => result switch
    {
        >= 0 => (int)result,
        _ when Marshal.GetLastPInvokeError() is Errno.EAGAIN or Errno.EINTR => 0,
        _ => throw LinuxException.FromLastError(function, _path),
    };
}
