using PSContainer.Client;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Terminals;

/// <summary>
/// Passes bytes between the caller's terminal and a far one, on the calling thread, until the far one ends or the caller leaves.
/// Memory is constant: who does not read stops who writes.
/// </summary>
internal sealed unsafe class TerminalRelay : IDisposable
{
    private const int BufferBytes = 64 << 10;
    private const int Count = 6;

    // More than a terminal holds: whoever in the container still writes after the end is not waited for.
    private const int MostAfterEnd = 256 << 10;

    private readonly CallerTerminal _terminal;
    private readonly ITerminalPeer _peer;
    private readonly CancelSignal _cancel;
    private readonly DetachKeyMatcher _keys;
    private readonly RelayBuffer _typed;
    private readonly RelayBuffer _shown = new(BufferBytes);
    private readonly TerminalModes _modes = new();
    private readonly byte[] _input = new byte[BufferBytes];
    private int _control = -1;
    private bool _peerEnded;
    private bool _ended;
    private int _leftAfterEnd = MostAfterEnd;

    /// <summary>Takes the caller's terminal, which is given back when this is disposed.</summary>
    public TerminalRelay(CallerTerminal terminal, ITerminalPeer peer, DetachKeys keys, CancelSignal cancel)
    {
        _terminal = terminal;
        _peer = peer;
        _cancel = cancel;
        _keys = new DetachKeyMatcher(keys);
        _typed = new RelayBuffer(BufferBytes + _keys.MostHeld);
        terminal.MakeRaw();
    }

    /// <summary>Passes bytes on.</summary>
    /// <param name="control">A descriptor that tells of the end of what is shown; -1 where the far end tells it.</param>
    /// <param name="hear">Called when it is readable; true at the end.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public RelayEnd Run(int control = -1, Func<bool>? hear = null)
    {
        _control = control;
        CopySize();
        pollfd* files = stackalloc pollfd[Count];
        while (!IsOver())
        {
            Await(files);
            if (files[4].revents != 0)
            {
                throw new OperationCanceledException();
            }

            if (files[5].revents != 0)
            {
                _terminal.Refresh();
                CopySize();
            }

            Pass();
            if (!_ended && (files[0].revents & (POLLHUP | POLLERR)) != 0)
            {
                return RelayEnd.HungUp;
            }

            if (files[0].revents != 0 && Type() is { } end)
            {
                return end;
            }

            _ended |= files[3].revents != 0 && hear!();
        }

        return RelayEnd.Ended;
    }

    public void Dispose()
    {
        Leave();
        _terminal.Restore();
    }

    // Takes back what the far end's programs have set in the caller's terminal, where they could not.
    private void Leave()
    {
        Span<byte> bytes = stackalloc byte[TerminalModes.MostBytes + 16];
        int length = _modes.Leave(bytes);
        if (!_ended || length > 0)
        {
            "\e[0m\r\n"u8.CopyTo(bytes[length..]);
            length += 6;
        }

        _terminal.Write(bytes[..length]);
    }

    private bool IsOver()
    {
        _ended |= _peerEnded && _control < 0;

        // What was written before the end is there to be read now.
        if (_ended && _shown.IsEmpty && !_peerEnded && _leftAfterEnd > 0)
        {
            Fill();
        }

        return _ended && _shown.IsEmpty;
    }

    private void Await(pollfd* files)
    {
        files[0] = Event(_terminal.Input, !_ended && _typed.IsEmpty ? POLLIN : 0);
        files[1] = Event(_terminal.Output, _shown.IsEmpty ? 0 : POLLOUT);
        files[2] = Event(_peer.Descriptor, _peerEnded ? 0 : (_shown.IsEmpty ? POLLIN : 0) | (_typed.IsEmpty ? 0 : POLLOUT));
        files[3] = Event(_control, _ended ? 0 : POLLIN);
        files[4] = Event(_cancel.Descriptor, POLLIN);
        files[5] = Event(_terminal.Changed, POLLIN);
        if (poll(files, Count, -1) < 0)
        {
            for (int i = 0; i < Count; i++)
            {
                files[i].revents = 0;
            }
        }
    }

    // What is there to be passed on, as far as it is taken.
    private void Pass()
    {
        if (_shown.IsEmpty && !_peerEnded)
        {
            Fill();
        }

        _shown.Written(_terminal.Write(_shown.Waiting));
        if (!_typed.IsEmpty)
        {
            _typed.Written(_peer.Write(_typed.Waiting));
        }
    }

    private bool Fill()
    {
        int count = _peer.Read(_shown.Space);
        _peerEnded |= count < 0;
        _shown.Filled(int.Max(count, 0));
        _modes.Follow(_shown.Waiting);
        _leftAfterEnd -= _ended ? int.Max(count, 0) : 0;
        return count > 0;
    }

    // From the caller's terminal to the far one. What nobody reads any more is still looked through for the detach keys.
    private RelayEnd? Type()
    {
        int count = _terminal.Read(_input);
        if (count <= 0)
        {
            return count < 0 ? RelayEnd.HungUp : null;
        }

        // What was typed before the keys still goes on, as far as it is taken now.
        bool left = _keys.Pass(_input.AsSpan(0, count), _typed.Space, out int passed);
        _typed.Filled(passed);
        if (_peerEnded)
        {
            _typed.Clear();
        }
        else
        {
            _typed.Written(_peer.Write(_typed.Waiting));
        }

        return left ? RelayEnd.Detached : null;
    }

    private void CopySize()
    {
        if (_terminal.Size is { } size)
        {
            _peer.Resize(size);
        }
    }

    // Who waits for nothing is not asked: poll(2) would tell of a hang-up again and again.
    private static pollfd Event(int descriptor, int events) => new() { fd = events == 0 ? -1 : descriptor, events = (short)events };
}
