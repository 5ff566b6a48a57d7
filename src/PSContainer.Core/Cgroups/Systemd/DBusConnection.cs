using System.Text;
using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>
/// A connection to systemd's own socket, or to a bus that it is on: calls, and the signals that come between. One thing is
/// asked at a time.
/// </summary>
internal sealed class DBusConnection : IDisposable
{
    private const string Bus = "org.freedesktop.DBus";

    private readonly DBusStream _stream;
    private readonly Queue<DBusMessage> _signals = [];
    private readonly bool _isBus;
    private uint _serial;

    private DBusConnection(DBusStream stream, bool isBus)
    {
        _stream = stream;
        _isBus = isBus;
    }

    /// <summary>Connects, and says who the caller is.</summary>
    /// <param name="path">The socket; one named <c>private</c> is systemd's own, any other a bus.</param>
    public static DBusConnection Open(string path)
    {
        bool isBus = !path.EndsWith("/private", StringComparison.Ordinal);
        var connection = new DBusConnection(DBusStream.Connect(path), isBus);
        try
        {
            connection.Authenticate(path);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Asks to be sent a signal. systemd's own socket sends them all.</summary>
    public void Subscribe(string interfaceName, string member)
    {
        if (_isBus)
        {
            CallBus("AddMatch", "s", body => body.Text($"type='signal',interface='{interfaceName}',member='{member}'"));
        }
    }

    /// <summary>Calls a method and waits for its answer.</summary>
    /// <exception cref="DBusException">The answer is an error.</exception>
    public DBusMessage Call(string destination, string path, string interfaceName, string member, string signature, Action<DBusWriter>? body)
    {
        var writer = new DBusWriter();
        body?.Invoke(writer);
        var call = new DBusMessage
        {
            Type = DBusMessage.Call, Serial = ++_serial, Destination = _isBus ? destination : null, Path = path, Interface = interfaceName,
            Member = member, Signature = signature, Body = writer.Written.ToArray(),
        };
        _stream.Write(call.ToBytes());
        return AwaitReply(call.Serial);
    }

    /// <summary>The next signal, whichever it is.</summary>
    public DBusMessage NextSignal()
    {
        while (_signals.Count == 0)
        {
            Keep(Receive());
        }

        return _signals.Dequeue();
    }

    public void Dispose() => _stream.Dispose();

    private void CallBus(string member, string signature, Action<DBusWriter>? body) =>
        Call(Bus, "/org/freedesktop/DBus", Bus, member, signature, body);

    private DBusMessage AwaitReply(uint serial)
    {
        while (true)
        {
            DBusMessage message = Receive();
            if (message.ReplySerial != serial)
            {
                Keep(message);
            }
            else if (message.Type == DBusMessage.Error)
            {
                throw new DBusException(message);
            }
            else
            {
                return message;
            }
        }
    }

    private void Keep(DBusMessage message)
    {
        if (message.Type == DBusMessage.Signal)
        {
            _signals.Enqueue(message);
        }
    }

    private DBusMessage Receive()
    {
        byte[] bytes = new byte[DBusMessage.FixedHeaderBytes];
        _stream.Read(bytes);
        Array.Resize(ref bytes, DBusMessage.LengthOf(bytes));
        _stream.Read(bytes.AsSpan(DBusMessage.FixedHeaderBytes));
        return DBusMessage.Read(bytes);
    }

    // EXTERNAL without a name: the other side asks the kernel who calls. In a user namespace the number would be another one. All of it
    // at once, as sd-bus does it: systemd does not see a call that comes together with BEGIN before more comes.
    private void Authenticate(string path)
    {
        _stream.Write("\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n"u8);
        string answer = ReadLine();
        answer = answer.StartsWith("DATA", StringComparison.Ordinal) ? ReadLine() : answer;
        if (!answer.StartsWith("OK ", StringComparison.Ordinal))
        {
            throw SystemdErrors.Refused(path, answer);
        }

        if (_isBus)
        {
            CallBus("Hello", "", null);
        }
    }

    private string ReadLine()
    {
        const int Longest = 1024;
        Span<byte> one = stackalloc byte[1];
        var line = new StringBuilder();
        while (line.Length < Longest)
        {
            _stream.Read(one);
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        throw SystemdErrors.Malformed();
    }
}
