using PSContainer.Errors;
using PSContainer.Launch;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launcher.Layers;

/// <summary>Keeps, of the capabilities that the process has, those that it takes to make any file.</summary>
internal sealed class KeepCapabilitiesStep : LaunchStep
{
    // CHOWN, DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER, FSETID, SYS_ADMIN (trusted attributes), MKNOD, SETFCAP.
    private const ulong Kept = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 21 | 1 << 27 | 1UL << 31;

    public override string Name => "Capability";

    public override string Description => "keep the capabilities that making files takes";

    public override void Execute(LaunchContext context)
    {
        LinuxException.Check(CapGetPermitted(out ulong permitted), "capget");
        LinuxException.Check(CapSet(permitted & Kept, permitted & Kept, 0), "capset");
    }
}
