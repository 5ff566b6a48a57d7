using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Terminals;

/// <summary>The socket between the module and a launcher on which a terminal's master comes, and the word how to restore the caller's goes.</summary>
internal static unsafe class LauncherConsole
{
    /// <summary>The launcher's end, in the launcher.</summary>
    public const int Descriptor = 4;

    // As in the launcher's start: no descriptor that is handed over may be one of the first.
    private const int FirstFreeDescriptor = 16;

    /// <summary>A pair of them, close-on-exec: this side's, and a descriptor for the launcher, to be closed when it has it.</summary>
    public static (SafeFileHandle Ours, int Theirs) Create()
    {
        int* pair = stackalloc int[2];
        LinuxException.Check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), "socketpair");
        var ours = new SafeFileHandle(pair[0], ownsHandle: true);
        int theirs = fcntl(pair[1], F_DUPFD_CLOEXEC, FirstFreeDescriptor);
        close(pair[1]);
        if (theirs < 0)
        {
            ours.Dispose();
            throw LinuxException.FromLastError("fcntl(F_DUPFD_CLOEXEC)");
        }

        return (ours, theirs);
    }
}
