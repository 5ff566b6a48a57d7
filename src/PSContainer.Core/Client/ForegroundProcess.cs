using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using PSContainer.Protocol;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Client;

/// <summary>
/// A process in a container whose input and output the caller pumps itself, on one thread: nothing is read ahead, so that
/// a slow consumer slows the container down, and memory stays constant whatever it writes.
/// </summary>
internal sealed unsafe class ForegroundProcess : IDisposable
{
    private const int MaxEvents = 5;

    // Buffers in the largest pipe that an unprivileged process can make (fs.pipe-max-size).
    private const int FullPipe = 16;

    // Of a pipeline's later commands, those that are waited for together with this one.
    private const int MostNext = 8;
    private const int EventsOfNext = 3;

    private readonly LauncherProcess _launcher;
    private readonly OutputPipe? _output;
    private readonly OutputPipe _error;
    private readonly SafeFileHandle? _input;
    private readonly CancelSignal _cancel;
    private readonly ForegroundProcess? _next;

    // Open as long as this process lives, so that it is ended once the next one has, and hears of no broken pipe before.
    private readonly SafeFileHandle? _readerOfNext;
    private readonly Action? _onNext;

    /// <param name="image">What to execute as the launcher.</param>
    /// <param name="request">A launch, or a process in a container that runs.</param>
    /// <param name="document">The OCI document of the request.</param>
    /// <param name="sink">Takes the output.</param>
    /// <param name="withInput">Whether the process gets a pipe to read from, or <c>/dev/null</c>.</param>
    /// <param name="cancel">Ends it from another thread.</param>
    /// <param name="prepare">Makes what a new container has of its own, just before it is launched; null for nothing.</param>
    /// <param name="next">The process that reads what this one writes, straight from its pipe; null for the sink.</param>
    /// <param name="onNext">Called when <paramref name="next"/>, or one after it, has written something or ended.</param>
    public ForegroundProcess(
        LauncherImage image, LauncherRequest request, ReadOnlySpan<byte> document, IOutputSink sink, bool withInput, CancelSignal cancel,
        Action? prepare = null, ForegroundProcess? next = null, Action? onNext = null)
    {
        (_cancel, _next, _onNext) = (cancel, next, onNext);
        using PipePair? input = withInput ? PipePair.Create() : null, output = next is null ? PipePair.Create() : null;
        using PipePair error = PipePair.Create();
        _readerOfNext = next is null ? null : PipePair.ReadAnew(next._input!);
        using SafeFileHandle? inputOfNext = next is null ? null : PipePair.WriteAnew(next._input!);
        using SafeFileHandle? nothing = withInput ? null : File.OpenHandle("/dev/null");
        _launcher = LauncherProcess.Start(
            image, new StandardDescriptors(Number(input?.Read ?? nothing!), Number(inputOfNext ?? output!.Write), Number(error.Write)), request, document, prepare);
        _output = output is null ? null : new OutputPipe(PipePair.Keep(output.Read), sink, isError: false);
        _error = new OutputPipe(PipePair.Keep(error.Read), sink, isError: true);
        _input = input is null ? null : PipePair.Keep(input.Write);
    }

    /// <summary>How the process ended, once it has.</summary>
    public ExitResult? Result { get; private set; }

    /// <summary>Whether the container's root had to be a copy of its image's layers.</summary>
    public bool HasCopiedRoot { get; private set; }

    /// <summary>
    /// Pumps what has come so far, without waiting: a full pipe at most, so that a process that writes without end keeps nobody
    /// from its next input.
    /// </summary>
    public void PumpAvailable()
    {
        for (int i = 0; i < FullPipe && Result is null && Step(wantsInput: false, timeout: 0); i++)
        {
        }
    }

    /// <summary>Pumps until the process has ended and all of its output is read.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing of it is left.</exception>
    public void PumpToEnd()
    {
        while (Result is null)
        {
            Step(wantsInput: false, timeout: -1);
        }

        Drain();
    }

    /// <summary>Writes to the process's standard input, pumping its output meanwhile.</summary>
    /// <returns>False once the process reads no more.</returns>
    public bool WriteInput(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0 && Result is null && !_input!.IsClosed)
        {
            long written;
            fixed (byte* start = bytes)
            {
                written = (long)write(Number(_input), start, bytes.Length);
            }

            if (written > 0)
            {
                bytes = bytes[(int)written..];
            }
            else if (errno == EAGAIN)
            {
                Step(wantsInput: true, timeout: -1);
            }
            else if (errno != EINTR)
            {
                CloseInput();
            }
        }

        return bytes.Length == 0;
    }

    /// <summary>Whether the process still takes input.</summary>
    public bool TakesInput => Result is null && _input is { IsClosed: false };

    /// <summary>Tells the process that its input has ended.</summary>
    public void CloseInput() => _input?.Dispose();

    public void Dispose()
    {
        _output?.Dispose();
        _error.Dispose();
        _input?.Dispose();
        // Closing the socket ends what still runs; the launcher clears away and then ends itself.
        _launcher.Dispose();
        _readerOfNext?.Dispose();
    }

    // One turn of the pump. False when there was nothing to do in the given time.
    private bool Step(bool wantsInput, int timeout)
    {
        pollfd* files = stackalloc pollfd[MaxEvents + (MostNext * EventsOfNext)];
        files[0] = Event(_output?.Descriptor ?? -1, POLLIN);
        files[1] = Event(_error.Descriptor, POLLIN);
        files[2] = Event(Number(_launcher.Socket), POLLIN);
        files[3] = Event(_cancel.Descriptor, POLLIN);
        files[4] = Event(wantsInput && !_input!.IsClosed ? Number(_input) : -1, POLLOUT);
        int all = MaxEvents + WatchNext(files + MaxEvents);
        if (poll(files, (uint)all, timeout) <= 0)
        {
            return false;
        }

        if (files[3].revents != 0)
        {
            throw new OperationCanceledException();
        }

        _output?.Pump();
        _error.Pump();
        if (files[2].revents != 0)
        {
            Hear();
        }

        for (int i = MaxEvents; i < all; i++)
        {
            if (files[i].revents != 0)
            {
                _onNext!();
                break;
            }
        }

        return true;
    }

    private int WatchNext(pollfd* files)
    {
        int count = 0;
        for (ForegroundProcess? next = _next; next is not null && count < MostNext * EventsOfNext; next = next._next)
        {
            files[count++] = Event(next._output?.Descriptor ?? -1, POLLIN);
            files[count++] = Event(next._error.Descriptor, POLLIN);
            files[count++] = Event(Number(next._launcher.Socket), POLLIN);
        }

        return count;
    }

    private void Hear()
    {
        switch (_launcher.Receive())
        {
            case null: throw LauncherErrors.Died();
            case { Kind: LauncherMessageKind.Failed, Failure: { } failure }: throw failure.ToException();
            case { Kind: LauncherMessageKind.Created } message: HasCopiedRoot = message.HasCopiedRoot; break;
            case { Kind: LauncherMessageKind.Exited } message: Result = message.Exit; break;
        }
    }

    // What was written before the end is in the pipes now, a pipe's capacity at most; whoever may still hold them open, and
    // write on, is not waited for.
    private void Drain()
    {
        for (int i = 0; i < FullPipe && (_output?.Pump() is true | _error.Pump()); i++)
        {
        }
    }

    private static pollfd Event(int descriptor, short events) => new() { fd = descriptor, events = events };

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();
}
