using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>The signal mask and dispositions that a command begins with: as if nobody had touched them.</summary>
internal static unsafe class SignalState
{
    /// <summary>Default action for every signal, none blocked. What is ignored now would stay ignored over execve.</summary>
    public static void Reset()
    {
        for (int signal = 1; signal <= LastSignal; signal++)
        {
            ResetSignal(signal);
        }

        SetSignalMask(0);
    }

    /// <summary>Blocks every signal, so that each waits for sigwaitinfo(2) or a signalfd.</summary>
    public static void BlockAll() => SetSignalMask(ulong.MaxValue);
}
