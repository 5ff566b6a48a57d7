using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.Terminals;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Client;

/// <summary>One launcher, started for one request.</summary>
internal sealed unsafe class LauncherProcess : IDisposable
{
    // Above everything that the launcher is given: a source is never overwritten by the target of another.
    private const int FirstFreeDescriptor = 16;
    private const int RequestDescriptor = 3;

    private static readonly CStringArray s_arguments = new(["pscontainer", "serve"]);
    private static readonly CStringArray s_environment = new([]);

    private readonly int _pid;
    private bool _reaped;

    private LauncherProcess(int pid, SafeFileHandle socket)
    {
        _pid = pid;
        Socket = socket;
    }

    /// <summary>The socket that its messages come on. When it is closed, the launcher ends a container in the foreground.</summary>
    public SafeFileHandle Socket { get; }

    /// <summary>Starts a launcher and gives it a request.</summary>
    /// <param name="image">What to execute.</param>
    /// <param name="standard">What the container gets as its descriptors 0, 1 and 2.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="document">The OCI document that belongs to the request.</param>
    /// <param name="prepare">Makes the container's storage, which the request says is awaited, while the launcher works; null for nothing.</param>
    public static LauncherProcess Start(
        LauncherImage image, StandardDescriptors standard, LauncherRequest request, ReadOnlySpan<byte> document, Action? prepare = null)
    {
        int* pair = stackalloc int[2];
        if (document.Length > RuntimeSpecReader.MaxBytes)
        {
            throw LauncherErrors.TooLarge(document.Length);
        }

        LinuxException.Check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), "socketpair");
        int theirs = fcntl(pair[1], F_DUPFD_CLOEXEC, FirstFreeDescriptor);
        close(pair[1]);
        var socket = new SafeFileHandle(pair[0], ownsHandle: true);
        LauncherProcess? process = null;
        try
        {
            process = new LauncherProcess(Spawn(image, standard, theirs), socket);
            process.Send(request, document);
            prepare?.Invoke();
            if (request.Launch?.AwaitsStorage == true)
            {
                process.SendStorageReady();
            }

            return process;
        }
        catch
        {
            socket.Dispose();
            process?.Reap();
            throw;
        }
    }

    /// <summary>The next message; null when the launcher has ended.</summary>
    public LauncherMessage? Receive() =>
        FrameChannel.Receive((int)Socket.DangerousGetHandle()) is { } document ? LauncherMessage.Read(document) : null;

    /// <summary>Waits for the launcher's own end. It has nothing left to do once it has said its last message.</summary>
    public void Reap()
    {
        if (!_reaped)
        {
            _reaped = true;
            ChildInfo info;
            while (WaitId(P_PID, _pid, &info, WEXITED) < 0 && errno == EINTR)
            {
            }
        }
    }

    public void Dispose()
    {
        Socket.Dispose();
        Reap();
    }

    private void Send(LauncherRequest request, ReadOnlySpan<byte> document)
    {
        int socket = (int)Socket.DangerousGetHandle();
        try
        {
            FrameChannel.Send(socket, request.Write);
            FrameChannel.Send(socket, document);
        }
        catch (LinuxException error) when (IsGone(error))
        {
        }
    }

    private void SendStorageReady()
    {
        try
        {
            FrameChannel.Send((int)Socket.DangerousGetHandle(), []);
        }
        catch (LinuxException error) when (IsGone(error))
        {
        }
    }

    // A launcher that ends before it has read everything may have said why: that is for whoever receives.
    private static bool IsGone(LinuxException error) => error.ErrorNumber is Errno.EPIPE or Errno.ECONNRESET;

    // The launcher's end of the socket is closed here as soon as the launcher has it: its death is seen by that.
    private static int Spawn(LauncherImage image, StandardDescriptors standard, int socket)
    {
        SpawnFileActions actions;
        SpawnAttributes attributes;
        SpawnFileActionsInit(&actions);
        SpawnAttributesInit(&attributes);
        try
        {
            SpawnFileActionsAddDup2(&actions, standard.Input, STDIN_FILENO);
            SpawnFileActionsAddDup2(&actions, standard.Output, STDOUT_FILENO);
            SpawnFileActionsAddDup2(&actions, standard.Error, STDERR_FILENO);
            SpawnFileActionsAddDup2(&actions, socket, RequestDescriptor);
            if (standard.Console >= 0)
            {
                SpawnFileActionsAddDup2(&actions, standard.Console, LauncherConsole.Descriptor);
            }

            BeginAnew(&attributes);
            int pid;
            using LauncherFile file = image.Open();
            fixed (byte* path = file.Path)
            {
                int error = PosixSpawn(&pid, path, &actions, &attributes, s_arguments.Pointer, s_environment.Pointer);
                return error == 0 ? pid : throw LauncherErrors.Spawn(error);
            }
        }
        finally
        {
            SpawnFileActionsDestroy(&actions);
            SpawnAttributesDestroy(&attributes);
            close(socket);
        }
    }

    // A session of its own: Ctrl+C at the terminal is PowerShell's to handle, which then closes the socket.
    private static void BeginAnew(SpawnAttributes* attributes)
    {
        SignalSet signals;
        SignalSetEmpty(&signals);
        SpawnAttributesSetSignalMask(attributes, &signals);
        SignalSetFill(&signals);
        SpawnAttributesSetSignalDefault(attributes, &signals);
        SpawnAttributesSetFlags(attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
}
