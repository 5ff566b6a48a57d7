using PSContainer.Client;
using PSContainer.Protocol;

namespace PSContainer.Remoting;

/// <summary>
/// A server from its start to its end: what it writes, line by line, and how long it may take. Runs on one thread; the others send,
/// close and kill.
/// </summary>
internal sealed class ServerConversation
{
    // A process that has closed its output has nothing more to say but why it ends.
    private static readonly TimeSpan s_endTimeout = TimeSpan.FromSeconds(1);

    // How soon to look again whether who takes the messages has caught up.
    private const int BehindMilliseconds = 1;

    // After how many messages to look whether who takes them keeps up: looking takes the engine's own lock.
    private const int MessagesBetweenLooks = 16;

    private readonly ProcessStart _start;
    private readonly TimeSpan _closeTimeout;
    private readonly Action<string> _onMessage;
    private readonly Func<bool> _isBehind;
    private readonly FragmentLedger _fragments = new();
    private readonly ServerLines _lines;
    private readonly ServerDeadline _deadline;
    private readonly Lock _gate = new();
    private readonly List<byte[]> _early = [];
    private DuplexProcess? _process;
    private volatile bool _isOpen;
    private volatile bool _killed;
    private volatile bool _isClosing;
    private bool _closed;
    private int _untilLook = MessagesBetweenLooks;

    /// <param name="start">What to start.</param>
    /// <param name="openTimeout">How long it may take until its first message.</param>
    /// <param name="closeTimeout">How long it may take to close.</param>
    /// <param name="onMessage">Takes its messages.</param>
    /// <param name="isBehind">Whether who takes them has enough of them waiting.</param>
    public ServerConversation(ProcessStart start, TimeSpan openTimeout, TimeSpan closeTimeout, Action<string> onMessage, Func<bool> isBehind)
    {
        _start = start;
        _closeTimeout = closeTimeout;
        _onMessage = onMessage;
        _isBehind = isBehind;
        start.Flow.Released = Wake;
        start.Flow.Abort = Kill;
        _lines = new ServerLines(Hear);
        _deadline = new ServerDeadline(openTimeout);
    }

    /// <summary>Sends a message; never waits. What is sent before the start is sent then, and after the end forgotten.</summary>
    public void Send(byte[] message)
    {
        if (ServerMessage.IsAnswered(message))
        {
            _start.Flow.Sent();
        }

        lock (_gate)
        {
            if (_process is null)
            {
                _early.Add(message);
            }
            else
            {
                _process.Write(message);
            }
        }
    }

    /// <summary>From now on the server has a limited time to close; one that is not open yet is ended at once.</summary>
    public void BeginClose()
    {
        if (!_isOpen)
        {
            Kill();
            return;
        }

        _deadline.Set(_closeTimeout);
        _isClosing = true;
        Wake();
    }

    /// <summary>Ends the server.</summary>
    public void Kill()
    {
        _killed = true;
        Wake();
    }

    /// <summary>Starts the server, converses with it, and returns when it is gone.</summary>
    /// <returns>What went wrong; null where it closed or was killed from here.</returns>
    public Exception? Run()
    {
        try
        {
            using DuplexProcess process = Start();
            Exchange(process);
            return _closed || _killed ? null : End(process);
        }
        catch (Exception error)
        {
            return _killed ? null : error;
        }
    }

    private DuplexProcess Start()
    {
        var process = new DuplexProcess(_start, _lines);
        lock (_gate)
        {
            _process = process;
            _early.ForEach(message => process.Write(message));
            _early.Clear();
        }

        return process;
    }

    private void Exchange(DuplexProcess process)
    {
        while (!_closed && !_killed && process.Result is null)
        {
            if (process.OutputEnded)
            {
                _deadline.Lower(s_endTimeout);
            }

            bool isBehind = IsBehind(), reads = !isBehind && (_isClosing || !_start.Flow.IsHeld);
            if (!process.Pump(isBehind ? BehindMilliseconds : _deadline.Milliseconds, reads) && _deadline.IsOver)
            {
                break;
            }
        }

        process.Drain();
    }

    private Exception End(DuplexProcess process)
    {
        if (!_isOpen && _lines.Rest.Length > 0 && !ServerMessage.IsOne(_lines.Rest))
        {
            return ServerErrors.NotRemoting(_start.ContainerName, _lines.Rest);
        }

        return process.Result is { } exit
            ? ServerErrors.Ended(_start.ContainerName, exit, _isOpen, ContainerIsGone(exit), _lines.ErrorText)
            : process.OutputEnded
                ? ServerErrors.Ended(_start.ContainerName, ExitResult.FromSignal(9), _isOpen, containerIsGone: false, _lines.ErrorText)
                : ServerErrors.Silent(_start.ContainerName, _deadline.Time, _lines.ErrorText);
    }

    // A new container ends with its pwsh. Of one that runs the last process may be seen to end a moment after this one.
    private bool ContainerIsGone(ExitResult exit) =>
        exit.Signal > 0 && (_start.Container is not { } container || SpinWait.SpinUntil(() => IsGone(container), s_endTimeout));

    private static bool IsGone(Container container)
    {
        container.Refresh();
        return !container.IsAlive;
    }

    private void Hear(string line)
    {
        if (!ServerMessage.IsOne(line))
        {
            throw ServerErrors.NotRemoting(_start.ContainerName, line);
        }

        if (!_isOpen)
        {
            _isOpen = true;
            _deadline.Clear();
        }

        _fragments.Check(line, _start.ContainerName);
        if (ServerMessage.Answers(line))
        {
            _start.Flow.Answered();
        }

        // The last word is handed on by the transport, once the process is gone.
        if (ServerMessage.ClosesSession(line))
        {
            _closed = true;
        }
        else
        {
            _untilLook--;
            _onMessage(line);
        }
    }

    private bool IsBehind()
    {
        if (_untilLook > 0)
        {
            return false;
        }

        bool isBehind = _isBehind();
        _untilLook = isBehind ? 0 : MessagesBetweenLooks;
        return isBehind;
    }

    private void Wake()
    {
        lock (_gate)
        {
            _process?.Wake();
        }
    }
}
