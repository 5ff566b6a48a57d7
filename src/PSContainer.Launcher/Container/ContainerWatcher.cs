using PSContainer.Interop;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Container;

/// <summary>Waits for a process to end, forwards signals to it meanwhile, and notices when the caller is gone.</summary>
internal static unsafe class ContainerWatcher
{
    // Stop signals of the terminal stop the launcher like any program; SIGCHLD is news of the process itself.
    private static readonly ulong s_forwarded = SetOf(
        SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGCONT, SIGPIPE, SIGWINCH);

    /// <summary>Begins to keep signals for <see cref="Await"/>: to be called before there is anything to watch.</summary>
    public static int OpenSignals()
    {
        SetSignalMask(s_forwarded);
        return SignalFd(s_forwarded);
    }

    /// <summary>Waits until the process has ended; it is left to be reaped.</summary>
    /// <param name="pid">A child of the caller.</param>
    /// <param name="signals">What <see cref="OpenSignals"/> gave, or -1.</param>
    /// <param name="caller">A socket whose end means that the caller is gone, or -1.</param>
    /// <returns>False when the caller went first.</returns>
    public static bool Await(int pid, int signals, int caller)
    {
        int process = PidfdOpen(pid);
        pollfd* files = stackalloc pollfd[3];
        files[0] = new pollfd { fd = process, events = (short)POLLIN };
        files[1] = new pollfd { fd = signals, events = (short)POLLIN };
        files[2] = new pollfd { fd = caller, events = (short)POLLIN };
        while (true)
        {
            poll(files, 3, -1);
            if (files[0].revents != 0 || files[2].revents != 0)
            {
                close(process);
                return files[0].revents != 0;
            }

            if (files[1].revents != 0)
            {
                Forward(signals, process);
            }
        }
    }

    private static void Forward(int signals, int process)
    {
        const int SignalInfoBytes = 128;
        byte* info = stackalloc byte[SignalInfoBytes];
        while ((long)read(signals, info, SignalInfoBytes) == SignalInfoBytes)
        {
            PidfdSendSignal(process, *(int*)info);
        }
    }

    private static ulong SetOf(params ReadOnlySpan<int> signals)
    {
        ulong set = 0;
        foreach (int signal in signals)
        {
            set |= 1UL << (signal - 1);
        }

        return set;
    }
}
