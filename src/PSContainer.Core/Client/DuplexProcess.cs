using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using PSContainer.Protocol;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Client;

/// <summary>
/// A process in a container that is spoken with: one thread pumps what it writes, and any thread writes to it without ever waiting.
/// </summary>
internal sealed unsafe class DuplexProcess : IDisposable
{
    private const int MaxEvents = 5;

    private readonly IDisposable? _storage;
    private readonly LauncherProcess _launcher;
    private readonly OutputPipe _output;
    private readonly OutputPipe _error;
    private readonly PendingInput _input;

    /// <param name="start">What to start.</param>
    /// <param name="sink">Takes the output, on the thread that pumps.</param>
    /// <exception cref="ContainerException">The launcher could not be started.</exception>
    public DuplexProcess(ProcessStart start, IOutputSink sink)
    {
        using PipePair input = PipePair.Create(), output = PipePair.Create(), error = PipePair.Create();
        IDisposable? storage = null;
        try
        {
            _launcher = LauncherProcess.Start(
                start.Image, new StandardDescriptors(Number(input.Read), Number(output.Write), Number(error.Write)), start.Request, start.Document,
                () => storage = start.Prepare?.Invoke());
        }
        catch
        {
            storage?.Dispose();
            throw;
        }

        _storage = storage;

        _output = new OutputPipe(PipePair.Keep(output.Read), sink, isError: false);
        _error = new OutputPipe(PipePair.Keep(error.Read), sink, isError: true);
        _input = new PendingInput(PipePair.Keep(input.Write));
    }

    /// <summary>How the process ended, once it has.</summary>
    public ExitResult? Result { get; private set; }

    /// <summary>Whether it has closed its standard output.</summary>
    public bool OutputEnded => _output.Descriptor < 0;

    /// <summary>Writes to its standard input; what does not go in at once is written by the thread that pumps. From any thread.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => _input.Write(bytes);

    /// <summary>Makes the thread that pumps look up from its wait. From any thread.</summary>
    public void Wake() => _input.Wake();

    /// <summary>Waits until something is to be done, does it, and says whether there was anything.</summary>
    /// <param name="timeout">In milliseconds; -1 for as long as it takes.</param>
    /// <param name="readsOutput">False to leave the standard output where it is, so that the process waits once its pipe is full.</param>
    /// <exception cref="ContainerException">The process could not be started, or the launcher died.</exception>
    public bool Pump(int timeout, bool readsOutput = true)
    {
        pollfd* files = stackalloc pollfd[MaxEvents];
        files[0] = Event(readsOutput ? _output.Descriptor : -1, POLLIN);
        files[1] = Event(_error.Descriptor, POLLIN);
        files[2] = Event(Result is null ? Number(_launcher.Socket) : -1, POLLIN);
        files[3] = Event(_input.WakeDescriptor, POLLIN);
        files[4] = Event(_input.PendingDescriptor, POLLOUT);
        if (poll(files, MaxEvents, timeout) <= 0)
        {
            return false;
        }

        if (files[3].revents != 0 || files[4].revents != 0)
        {
            _input.Flush();
        }

        if (files[1].revents != 0)
        {
            _error.Pump();
        }

        if (files[0].revents != 0)
        {
            _output.Pump();
        }

        if (files[2].revents != 0)
        {
            Hear();
        }

        return true;
    }

    /// <summary>Reads what is left after the end; a pipe's capacity at most.</summary>
    public void Drain()
    {
        for (int i = 0; i < 16 && (_error.Pump() | _output.Pump()); i++)
        {
        }
    }

    /// <summary>Ends the process, and a container that was made for it, and waits until both are gone.</summary>
    public void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
        _error.Dispose();
        _launcher.Dispose();
        _storage?.Dispose();
    }

    private void Hear()
    {
        switch (_launcher.Receive())
        {
            case null: throw LauncherErrors.Died();
            case { Kind: LauncherMessageKind.Failed, Failure: { } failure }: throw failure.ToException();
            case { Kind: LauncherMessageKind.Exited } message: Result = message.Exit; break;
        }
    }

    private static pollfd Event(int descriptor, short events) => new() { fd = descriptor, events = events };

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();
}
