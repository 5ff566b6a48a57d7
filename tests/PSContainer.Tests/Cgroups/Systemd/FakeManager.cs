using System.Net.Sockets;
using System.Text;
using PSContainer.Cgroups;

namespace PSContainer.Tests.Cgroups;

/// <summary>A manager on a unix socket that answers as it is told to, and remembers what it was asked.</summary>
internal sealed class FakeManager : IDisposable
{
    private const string Job = "/org/freedesktop/systemd1/job/5";

    private readonly string _folder = Directory.CreateTempSubdirectory("fake-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Thread _thread;

    /// <param name="name">The socket's: <c>private</c> is systemd's own, any other a bus.</param>
    public FakeManager(string name = "private")
    {
        Path = $"{_folder}/{name}";
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _thread = new Thread(Serve);
        _thread.Start();
    }

    public string Path { get; }

    /// <summary>The calls, in their order: member, then the texts at the start of what was sent with it.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The last call of each member.</summary>
    public Dictionary<string, DBusMessage> Last { get; } = [];

    /// <summary>Errors to answer with, by member; each once, and an empty one is none.</summary>
    public Dictionary<string, Queue<string>> Errors { get; } = [];

    /// <summary>How the job ends.</summary>
    public string Result { get; init; } = "done";

    /// <summary>Whether it is told before the call that began it is answered.</summary>
    public bool IsHasty { get; init; }

    /// <summary>Whether the caller is turned away.</summary>
    public bool Rejects { get; init; }

    public void Dispose()
    {
        _listener.Dispose();
        _thread.Join();
        Directory.Delete(_folder, recursive: true);
    }

    private void Serve()
    {
        try
        {
            while (true)
            {
                using Socket client = _listener.Accept();
                Serve(client);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Serve(Socket client)
    {
        if (ReadLine(client) != "\0AUTH EXTERNAL")
        {
            return;
        }

        client.Send("DATA\r\n"u8);
        Assert.Equal("DATA", ReadLine(client));
        client.Send(Rejects ? "REJECTED EXTERNAL\r\n"u8 : "OK 0123456789abcdef\r\n"u8);
        if (!Rejects && ReadLine(client) == "BEGIN")
        {
            while (Receive(client) is { } call)
            {
                Answer(client, call);
            }
        }
    }

    private void Answer(Socket client, DBusMessage call)
    {
        Calls.Add(call.Signature.StartsWith('s') ? $"{call.Member} {new DBusReader(call.Body).Text()}" : call.Member!);
        Last[call.Member!] = call;
        if (Errors.TryGetValue(call.Member!, out Queue<string>? errors) && errors.TryDequeue(out string? error) && error.Length > 0)
        {
            Send(client, new DBusMessage { Type = DBusMessage.Error, ReplySerial = call.Serial, ErrorName = error, Signature = "s", Body = Body(body => body.Text("No such luck.")) });
            return;
        }

        bool isJob = call.Member is "StartTransientUnit" or "StopUnit";
        var answer = new DBusMessage { Type = DBusMessage.Return, ReplySerial = call.Serial, Signature = isJob ? "o" : "", Body = isJob ? Body(body => body.Text(Job)) : [] };
        DBusMessage[] messages = !isJob ? [answer] : IsHasty ? [Removed(Job + "0", "failed"), Removed(Job, Result), answer] : [answer, Removed(Job + "0", "failed"), Removed(Job, Result)];
        Array.ForEach(messages, message => Send(client, message));
    }

    private static DBusMessage Removed(string job, string result) => new()
    {
        Type = DBusMessage.Signal, Path = "/org/freedesktop/systemd1", Interface = "org.freedesktop.systemd1.Manager", Member = "JobRemoved",
        Signature = "uoss", Body = Body(body =>
        {
            body.UInt32(5);
            body.Text(job);
            body.Text("a.scope");
            body.Text(result);
        }),
    };

    private static byte[] Body(Action<DBusWriter> write)
    {
        var writer = new DBusWriter();
        write(writer);
        return writer.Written.ToArray();
    }

    private static void Send(Socket client, DBusMessage message)
    {
        message.Serial = 1;
        // In two parts: what is read need not come at once.
        byte[] bytes = message.ToBytes();
        client.Send(bytes.AsSpan(0, 5));
        client.Send(bytes.AsSpan(5));
    }

    private static DBusMessage? Receive(Socket client)
    {
        byte[] header = new byte[DBusMessage.FixedHeaderBytes];
        if (!Fill(client, header))
        {
            return null;
        }

        byte[] rest = new byte[DBusMessage.LengthOf(header) - header.Length];
        return Fill(client, rest) ? DBusMessage.Read([.. header, .. rest]) : null;
    }

    private static bool Fill(Socket client, Span<byte> room)
    {
        int count = 1;
        while (room.Length > 0 && count > 0)
        {
            count = client.Receive(room);
            room = room[count..];
        }

        return count > 0;
    }

    private static string ReadLine(Socket client)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (client.Receive(one) == 1 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString().TrimEnd('\r');
    }
}
