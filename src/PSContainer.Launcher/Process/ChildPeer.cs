using PSContainer.Errors;
using PSContainer.Launch;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>The launcher, or later whoever starts the container, as the process that is set up sees it: a socket.</summary>
internal sealed unsafe class ChildPeer(int socket, int listener) : LaunchPeer
{
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
        do
        {
            _socket = accept4(listener, null, null, SOCK_CLOEXEC);
        }
        while (_socket < 0 || !HasStarted());
        close(listener);
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
