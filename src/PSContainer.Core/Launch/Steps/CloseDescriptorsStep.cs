using PSContainer.Errors;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch.Steps;

/// <summary>Leaves the command 0, 1, 2 and the descriptors that the caller passed on; every other ends with execve.</summary>
internal sealed class CloseDescriptorsStep(uint preserved) : LaunchStep
{
    private const uint FirstAfterStandard = 3;

    public override string Name => "Descriptors";

    public override string Description => preserved == 0
        ? "close every descriptor but 0, 1 and 2"
        : $"close every descriptor but 0 to {FirstAfterStandard + preserved - 1}";

    public override void Execute(LaunchContext context) =>
        LinuxException.Check(CloseRange(FirstAfterStandard + preserved, CLOSE_RANGE_CLOEXEC), "close_range");
}
