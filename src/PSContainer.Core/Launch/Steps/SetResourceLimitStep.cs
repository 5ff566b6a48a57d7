using PSContainer.Errors;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch.Steps;

/// <summary>Sets a resource limit of the process; see <c>getrlimit(2)</c>.</summary>
internal sealed class SetResourceLimitStep(string type, int resource, ulong soft, ulong hard) : LaunchStep
{
    public override string Name => "ResourceLimit";

    public override string Description => $"limit {type} to {soft} (hard {hard})";

    public override void Execute(LaunchContext context) =>
        LinuxException.Check(SetResourceLimit(resource, soft, hard), "prlimit", type);
}
