using System.Diagnostics.CodeAnalysis;
using PSContainer.Protocol;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>
/// Process 1 that is no command: reaps what nobody waits for, hands signals on to the command, and ends with it. Without a
/// command it stays until SIGTERM, SIGINT or SIGHUP.
/// </summary>
internal static unsafe class InitProcess
{
    private const int SignalBase = 128;

    /// <param name="command">The command's pid, or 0 for an idle init.</param>
    [DoesNotReturn]
    public static void Run(int command)
    {
        // Blocked signals are kept for process 1 too, while unhandled ones are thrown away (kill(2), NOTES).
        SignalState.BlockAll();
        Prctl(PR_SET_DUMPABLE, 0);
        NameItself();
        while (true)
        {
            int signal = WaitForSignal(ulong.MaxValue);
            if (signal == SIGCHLD)
            {
                Reap(command);
            }
            else if (signal > 0)
            {
                Handle(signal, command);
            }
        }
    }

    private static void NameItself()
    {
        fixed (byte* name = "init\0"u8)
        {
            Prctl(PR_SET_NAME, (nuint)name);
        }
    }

    private static void Handle(int signal, int command)
    {
        if (command > 0)
        {
            kill(command, signal);
        }
        else if (signal == SIGTERM || signal == SIGINT || signal == SIGHUP)
        {
            ChildProcess.Exit(SignalBase + signal);
        }
    }

    private static void Reap(int command)
    {
        ChildInfo info = default;
        while (WaitId(P_ALL, 0, &info, WEXITED | WALL | WNOHANG) == 0 && info.Pid != 0)
        {
            if (info.Pid == command)
            {
                ChildProcess.Exit(info.Code == CLD_EXITED ? info.Status : SignalBase + info.Status);
            }

            info = default;
        }
    }
}
