using PSContainer.Errors;
using PSContainer.Launch;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>The launcher, or later whoever starts the container, as the process that is set up sees it: a socket.</summary>
internal sealed unsafe class ChildPeer(int socket, int listener) : LaunchPeer
{
    private const int ExitedBySignal = 128;

    private int _socket = socket;

    public override void Reach(LaunchMoment moment)
    {
        SyncSocket.Send(_socket, SyncMessage.Moment, (int)moment);
        AwaitGo();
    }

    // One who connects and goes away without a word has not started anything.
    public override void AwaitStart(uint preserved)
    {
        // What the steps have opened is no business of a process that may wait for days; nor is the launcher that waits for its news.
        DescriptorSweep.CloseAllBut(preserved, listener, InitImage.Descriptor);
        int ends = AwaitedSignals();
        do
        {
            AwaitCaller(ends);
            _socket = accept4(listener, null, null, SOCK_CLOEXEC);
        }
        while (_socket < 0 || !HasStarted());
        close(listener);
        close(ends);
        SetSignalMask(0);
    }

    // The kernel throws a signal to a process 1 away that has no handler for it: what is never started could only be killed.
    private static int AwaitedSignals()
    {
        ulong ends = (1UL << (SIGTERM - 1)) | (1UL << (SIGINT - 1)) | (1UL << (SIGQUIT - 1)) | (1UL << (SIGHUP - 1));
        SetSignalMask(ends);
        return LinuxException.Check(SignalFd(ends), "signalfd");
    }

    private void AwaitCaller(int ends)
    {
        const int SignalInfoBytes = 128;
        byte* info = stackalloc byte[SignalInfoBytes];
        pollfd* files = stackalloc pollfd[2];
        files[0] = new pollfd { fd = listener, events = (short)POLLIN };
        files[1] = new pollfd { fd = ends, events = (short)POLLIN };
        poll(files, 2, -1);
        if (files[1].revents != 0 && (long)read(ends, info, SignalInfoBytes) == SignalInfoBytes)
        {
            // The number comes first (signalfd(2)).
            ChildProcess.Exit(ExitedBySignal + *(int*)info);
        }
    }

    public override int Open(int step)
    {
        SyncSocket.Send(_socket, SyncMessage.Open, step);
        return DescriptorMessage.Receive(_socket);
    }

    public override void EndIfAlone()
    {
        if (SyncSocket.IsAbandoned(_socket))
        {
            ChildProcess.Exit(ChildProcess.DiedInSetup);
        }
    }

    /// <summary>Tells whoever waits that a step failed.</summary>
    public void Fail(LaunchStep? step, LinuxException error) => SyncSocket.SendFailure(
        _socket, step?.Name ?? "Launch", step?.Description ?? "begin the set-up", error);

    private bool HasStarted()
    {
        bool started = SyncSocket.Receive(_socket, out _, out _) == SyncMessage.Go;
        if (!started)
        {
            close(_socket);
        }

        return started;
    }

    private void AwaitGo()
    {
        if (SyncSocket.Receive(_socket, out _, out _) != SyncMessage.Go)
        {
            ChildProcess.Exit(ChildProcess.DiedInSetup);
        }
    }
}
