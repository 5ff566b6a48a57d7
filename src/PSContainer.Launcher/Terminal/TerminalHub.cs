using System.Buffers.Binary;
using PSContainer.Errors;
using PSContainer.Launcher.Monitor;
using PSContainer.Logs;
using PSContainer.Protocol;
using PSContainer.Terminals;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Terminal;

/// <summary>
/// A command's terminal and those who are attached to it: what is written goes to all of them and the log, what any of them types
/// goes in. Nothing more is read until all have what was; who takes too long is let go, so that the command is not held up for ever.
/// </summary>
internal sealed unsafe class TerminalHub : IMonitorSource
{
    /// <summary>How long one who is attached may take nothing, in milliseconds.</summary>
    public const int Patience = 10_000;

    /// <summary>The most that may be attached at once.</summary>
    public const int MostClients = 16;

    private const int DrainMilliseconds = 1000;

    // Long enough for a program to see the other size, and short enough for nobody else to.
    private const int RedrawMilliseconds = 50;

    private readonly MonitorLoop _loop;
    private readonly int _master;
    private readonly int _slave;
    private readonly TerminalLog? _log;
    private readonly List<AttachClient> _clients = [];
    private readonly TerminalModes _modes = new();
    private readonly byte[] _packet = new byte[AttachProtocol.MostBytes + 1];
    private readonly RelayBuffer _typed = new(AttachProtocol.MostBytes);
    private int _length;
    private long _until = MonitorLoop.Never;
    private long _resizeAt = MonitorLoop.Never;
    private WindowSize _size;

    public TerminalHub(MonitorLoop loop, int master, LogWriter? log)
    {
        _loop = loop;
        _master = master;
        _log = log is null ? null : new TerminalLog(log);
        fcntl(master, F_SETFL, O_RDWR | O_NONBLOCK);

        // As long as somebody has it the terminal is not hung up, even where the command closes it for a while.
        _slave = OpenTerminalPeer(master);
        _packet[0] = AttachProtocol.Shown;
    }

    public int Descriptor => Events == 0 ? -1 : _master;

    public short Events => (short)((IsHeldUp ? 0 : POLLIN) | (_typed.IsEmpty ? 0 : POLLOUT));

    public long Deadline => long.Min(_until, _resizeAt);

    /// <summary>Whether what is typed can be taken.</summary>
    public bool TakesInput => _typed.IsEmpty;

    public bool IsFull => _clients.Count >= MostClients || !_loop.HasRoom;

    /// <summary>What was read last, for whoever has not got it: a packet.</summary>
    public ReadOnlySpan<byte> Packet => _packet.AsSpan(0, _length);

    private bool IsHeldUp => _clients.Exists(static client => client.IsBehind);

    public void Ready(short events)
    {
        WriteTyped();
        if (!IsHeldUp)
        {
            Read();
        }
    }

    public void Elapsed()
    {
        if (_resizeAt <= MonitorLoop.Now)
        {
            SetSize();
        }

        foreach (AttachClient slow in _until > MonitorLoop.Now ? [] : _clients.FindAll(static client => client.IsBehind))
        {
            Remove(slow);
        }
    }

    public void Add(int socket)
    {
        var client = new AttachClient(socket, this);
        _clients.Add(client);
        _loop.Add(client);
        Span<byte> packet = stackalloc byte[1 + TerminalModes.MostBytes];
        packet[0] = AttachProtocol.Shown;
        int length = _modes.Enter(packet[1..]);
        _ = length > 0 && client.Send(packet[..(length + 1)]);
    }

    public void Remove(AttachClient client)
    {
        if (_clients.Remove(client))
        {
            _loop.Remove(client);
            client.Dispose();
            Caught();
        }
    }

    /// <summary>Somebody has got what was read, or is gone.</summary>
    public void Caught() => _until = IsHeldUp ? _until : MonitorLoop.Never;

    public void Type(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_typed.Space);
        _typed.Filled(bytes.Length);
        WriteTyped();
    }

    /// <summary>
    /// Sets the window's size. For one who is newly attached it is another one for a moment: programs draw their screens again only
    /// where they see a change.
    /// </summary>
    public void Resize(WindowSize size, bool isNew)
    {
        if (size is not { Rows: > 0, Columns: > 0 })
        {
            return;
        }

        WindowSize now;
        _size = size;
        if (isNew && GetWindowSize(_master, &now) == 0 && (now.Rows, now.Columns) == (size.Rows, size.Columns))
        {
            now.Rows = (ushort)(size.Rows > 1 ? size.Rows - 1 : 2);
            SetWindowSize(_master, &now);
            _resizeAt = MonitorLoop.Now + RedrawMilliseconds;
        }
        else
        {
            SetSize();
        }
    }

    private void SetSize()
    {
        WindowSize size = _size;
        SetWindowSize(_master, &size);
        _resizeAt = MonitorLoop.Never;
    }

    /// <summary>The command has ended: passes on what it wrote, and how it ended.</summary>
    public void Finish(ExitResult? result)
    {
        long until = MonitorLoop.Now + DrainMilliseconds;
        do
        {
            CatchUp(until);
        }
        while (Read() && MonitorLoop.Now < until);
        CatchUp(until);
        Span<byte> packet = stackalloc byte[1 + sizeof(int)];
        packet[0] = AttachProtocol.Exited;
        BinaryPrimitives.WriteInt32LittleEndian(packet[1..], result?.Code ?? 0);
        foreach (AttachClient client in _clients.ToArray())
        {
            client.Send(packet);
            Remove(client);
        }

        close(_slave);
        close(_master);
    }

    private void CatchUp(long until)
    {
        while (_clients.Find(static client => client.IsBehind) is { } client)
        {
            var file = new pollfd { fd = client.Descriptor, events = (short)POLLOUT };
            poll(&file, 1, (int)long.Clamp(until - MonitorLoop.Now, 0, DrainMilliseconds));
            client.SendRest();
            if (client.IsBehind && MonitorLoop.Now >= until)
            {
                Remove(client);
            }
        }
    }

    private bool Read()
    {
        int count;
        fixed (byte* start = _packet)
        {
            count = (int)(long)read(_master, start + 1, AttachProtocol.MostBytes);
        }

        if (count <= 0)
        {
            return false;
        }

        _length = count + 1;
        ReadOnlySpan<byte> shown = Packet[1..];
        _modes.Follow(shown);
        _log?.Write(shown);
        for (int i = _clients.Count - 1; i >= 0; i--)
        {
            _clients[i].SendShown();
        }

        _until = IsHeldUp ? MonitorLoop.Now + Patience : MonitorLoop.Never;
        return true;
    }

    // A terminal whose command does not read takes no more; that is for the one who types to see.
    private void WriteTyped()
    {
        if (_typed.IsEmpty)
        {
            return;
        }

        fixed (byte* start = _typed.Waiting)
        {
            int count = (int)(long)write(_master, start, _typed.Waiting.Length);
            _typed.Written(count >= 0 ? count : errno == EAGAIN || errno == EINTR ? 0 : _typed.Waiting.Length);
        }
    }
}
