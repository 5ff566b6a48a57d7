using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Brings the loopback device of a new network namespace up.</summary>
internal sealed unsafe class BringUpLoopbackStep : LaunchStep
{
    public override string Name => "Loopback";

    public override string Description => "bring the loopback device up";

    public override void Execute(LaunchContext context)
    {
        if (context.HasLoopback)
        {
            return;
        }

        int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        LinuxException.Check(control, "socket", "lo");
        var request = new InterfaceFlags { Flags = IFF_UP | IFF_RUNNING };
        "lo"u8.CopyTo(new Span<byte>(request.Name, InterfaceFlags.NameSize));
        LinuxException.Check(SetInterfaceFlags(control, &request), "ioctl(SIOCSIFFLAGS)", "lo");
        close(control);
    }
}
