using Microsoft.Win32.SafeHandles;
using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Protocol;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Terminals;

/// <summary>A process in a container that has a terminal of its own, whose other end is here. It is ended when this is disposed.</summary>
internal sealed unsafe class TerminalProcess : IDisposable
{
    private readonly LauncherProcess _launcher;
    private readonly SafeFileHandle _console;
    private TerminalMaster? _master;

    private TerminalProcess(LauncherProcess launcher, SafeFileHandle console)
    {
        _launcher = launcher;
        _console = console;
    }

    /// <summary>How it ended, once it has.</summary>
    public ExitResult? Result { get; private set; }

    /// <summary>Whether the container's root had to be a copy of its image's layers.</summary>
    public bool HasCopiedRoot { get; private set; }

    /// <summary>Starts it, and waits until it runs.</summary>
    /// <param name="image">What to execute as the launcher.</param>
    /// <param name="request">A launch, or a process in a container that runs, of a process with a terminal.</param>
    /// <param name="document">The OCI document of the request.</param>
    /// <param name="cancel">Ends it from another thread.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing of it is left.</exception>
    public static TerminalProcess Start(LauncherImage image, LauncherRequest request, ReadOnlySpan<byte> document, CancelSignal cancel)
    {
        (SafeFileHandle console, int theirs) = LauncherConsole.Create();
        try
        {
            using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
            int descriptor = (int)nothing.DangerousGetHandle();
            var launcher = LauncherProcess.Start(image, new StandardDescriptors(descriptor, descriptor, descriptor, theirs), request, document);
            var process = new TerminalProcess(launcher, console);
            try
            {
                process.AwaitStart(cancel);
                return process;
            }
            catch
            {
                process.Dispose();
                throw;
            }
        }
        catch
        {
            console.Dispose();
            throw;
        }
        finally
        {
            close(theirs);
        }
    }

    /// <summary>Shows it at the caller's terminal, until it ends or the caller leaves.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public RelayEnd Show(CallerTerminal terminal, DetachKeys keys, CancelSignal cancel)
    {
        using var relay = new TerminalRelay(terminal, _master!, keys, cancel);
        TerminalGuard.Send(Number(_console), terminal);
        return relay.Run(Number(_launcher.Socket), Hear);
    }

    public void Dispose()
    {
        // Its end of the terminal is hung up first, as when a window is closed.
        _master?.Dispose();
        // The launcher waits for this, with the word how to restore the caller's terminal.
        _console.Dispose();
        _launcher.Dispose();
    }

    private void AwaitStart(CancelSignal cancel)
    {
        pollfd* files = stackalloc pollfd[2];
        files[0] = new pollfd { fd = Number(_launcher.Socket), events = (short)POLLIN };
        files[1] = new pollfd { fd = cancel.Descriptor, events = (short)POLLIN };
        while (files[0].revents == 0)
        {
            poll(files, 2, -1);
            if (files[1].revents != 0)
            {
                throw new OperationCanceledException();
            }
        }

        Hear();
        ReceiveDescriptor(Number(_console), stackalloc byte[64], out int master);
        _master = master >= 0 ? new TerminalMaster(new SafeFileHandle(master, ownsHandle: true)) : throw TerminalErrors.Lost();
    }

    private bool Hear()
    {
        switch (_launcher.Receive())
        {
            case null: throw LauncherErrors.Died();
            case { Kind: LauncherMessageKind.Failed, Failure: { } failure }: throw failure.ToException();
            case { Kind: LauncherMessageKind.Created } message: HasCopiedRoot = message.HasCopiedRoot; break;
            case { Kind: LauncherMessageKind.Exited } message: Result = message.Exit; break;
        }

        return Result is not null;
    }

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();
}
