using System.Collections.Concurrent;
using System.Management.Automation.Internal;
using System.Management.Automation.Remoting;
using System.Management.Automation.Remoting.Client;
using System.Reflection;
using PSContainer.Client;

namespace PSContainer.Remoting;

/// <summary>
/// One pwsh in a container, as PowerShell's remoting speaks with it. A thread of its own moves the lines; it never calls into the
/// engine but to queue what came, so that the engine may wait for that thread.
/// </summary>
internal sealed class ContainerTransportManager : ClientSessionTransportManagerBase
{
    // A message has 44 KB at most; many are much smaller.
    private const int MostWaiting = 64;

    // The engine queues what it is given without end, and tells nobody how much that is. Where these are missing there is no limit.
    private static readonly FieldInfo?[] s_queues =
    [
        .. new[] { "_commandMessageQueue", "_sessionMessageQueue" }.Select(
            static name => typeof(ClientSessionTransportManagerBase).GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)),
    ];

    private readonly BlockingCollection<string>[] _queues;
    private readonly ServerConversation _conversation;
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private bool _started;
    private bool _closing;
    private bool _ended;

    public ContainerTransportManager(
        ProcessStart start, TimeSpan openTimeout, TimeSpan closeTimeout, Guid runspaceId, PSRemotingCryptoHelper cryptoHelper)
        : base(runspaceId, cryptoHelper)
    {
        _queues = [.. s_queues.Select(queue => queue?.GetValue(this)).OfType<BlockingCollection<string>>()];
        _conversation = new ServerConversation(start, openTimeout, closeTimeout, HandleOutputDataReceived, IsBehind);
        _thread = new Thread(Converse) { IsBackground = true, Name = $"Container session {start.ContainerName}" };
    }

    /// <summary>Starts pwsh, and sends it the first message.</summary>
    public override void CreateAsync()
    {
        SetMessageWriter(new MessageWriter(_conversation.Send));
        _started = true;
        _thread.Start();
        SendOneItem();
    }

    /// <summary>Asks pwsh to close. One that has not said anything yet, or does not close in time, is killed.</summary>
    public override void CloseAsync()
    {
        bool ended;
        lock (_gate)
        {
            _closing = true;
            ended = _ended;
        }

        base.CloseAsync();
        _conversation.BeginClose();
        if (ended)
        {
            Closed();
        }
    }

    /// <summary>Called when pwsh has closed: it is gone by then.</summary>
    protected override void CleanupConnection()
    {
    }

    /// <summary>Ends pwsh, and returns when it, and a container that was made for it, are gone.</summary>
    protected override void Dispose(bool isDisposing)
    {
        if (isDisposing && _started)
        {
            _conversation.Kill();
            _thread.Join();
        }

        base.Dispose(isDisposing);
    }

    private bool IsBehind() => _queues.Any(static queue => queue.Count >= MostWaiting) || EngineQueues.AreLong(this, MostWaiting);

    private void Converse()
    {
        Exception? error = _conversation.Run();
        bool closing;
        lock (_gate)
        {
            _ended = true;
            closing = _closing;
        }

        if (closing)
        {
            Closed();
        }
        else
        {
            Fail(error ?? ServerErrors.Closed());
        }
    }

    // The server's word, or what it would have said: the engine waits for it.
    private void Closed() => HandleOutputDataReceived(ServerMessage.CloseAcknowledgement);

    // Raised on a thread that nobody waits for: the engine then disposes of this, which waits for the thread that found the error.
    private void Fail(Exception error)
    {
        var transportError = error as PSRemotingTransportException ?? new PSRemotingTransportException(error.Message, error);
        ThreadPool.QueueUserWorkItem(_ => RaiseErrorHandler(new TransportErrorOccuredEventArgs(transportError, TransportMethodEnum.ReceiveShellOutputEx)));
    }
}
