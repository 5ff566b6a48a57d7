using PSContainer.Errors;
using PSContainer.Launch;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>The process enters the network namespace that was made ahead for it, or makes it where that failed.</summary>
/// <param name="socket">Where it arrives: see <see cref="NetworkAhead"/>.</param>
internal sealed unsafe class EnterNetworkStep(int socket) : LaunchStep
{
    public override string Name => "Clone";

    public override string Description => "make a network namespace";

    public override void Execute(LaunchContext context)
    {
        byte* word = stackalloc byte[1];
        LinuxException.Check(ReceiveDescriptor(socket, new Span<byte>(word, 1), out int network), "recvmsg");
        close(socket);
        if (network < 0)
        {
            LinuxException.Check(unshare(CLONE_NEWNET), "unshare");
            return;
        }

        LinuxException.Check(setns(network, CLONE_NEWNET), "setns");
        close(network);
        context.HasLoopback = true;
    }
}
