using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using PSContainer.Protocol;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>Waiting for, and ending, children of the launcher. A child's pid is its own until it has been waited for.</summary>
internal static unsafe class ChildProcess
{
    /// <summary>The exit code of a child that died in its set-up without a message.</summary>
    public const int DiedInSetup = 113;

    /// <summary>Ends the calling process at once, with none of the runtime's own farewells.</summary>
    [DoesNotReturn]
    public static void Exit(int code)
    {
        _exit(code);
        throw new UnreachableException();
    }

    /// <summary>Waits for the child's end.</summary>
    public static ExitResult Wait(int pid)
    {
        ChildInfo info = default;
        while (WaitId(P_PID, pid, &info, WEXITED | WALL) < 0 && errno == EINTR)
        {
        }

        return info.Code == CLD_EXITED ? ExitResult.FromCode(info.Status) : ExitResult.FromSignal(info.Status);
    }

    /// <summary>Ends the child at once and waits for it; one that is gone already is fine.</summary>
    public static void KillAndReap(int pid)
    {
        kill(pid, SIGKILL);
        Wait(pid);
    }

    /// <summary>Whether a child whose socket has closed never became the command: it is dead, by the code it dies with there.</summary>
    public static bool HasDiedInSetup(int pid)
    {
        ChildInfo info = default;
        return WaitId(P_PID, pid, &info, WEXITED | WALL | WNOHANG | WNOWAIT) == 0
            && info.Pid == pid && info.Code == CLD_EXITED && info.Status == DiedInSetup;
    }
}
