using PSContainer.Errors;
using PSContainer.Oci;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch.Steps;

/// <summary>Sets from which nodes memory is taken; see <c>set_mempolicy(2)</c>.</summary>
internal sealed class MemoryPolicyStep : LaunchStep
{
    private const int FirstFlag = 1 << 13;

    private readonly int _mode;
    private readonly byte[] _nodes;

    public MemoryPolicyStep(LinuxMemoryPolicy policy)
    {
        _mode = (int)policy.Mode;
        // NUMA_BALANCING, RELATIVE_NODES and STATIC_NODES are the bits from the 13th on.
        foreach (MemoryPolicyFlag flag in policy.Flags ?? [])
        {
            _mode |= FirstFlag << (int)flag;
        }

        _nodes = NumberMask.Parse(policy.Nodes);
        Description = $"take memory by {Words.MemoryPolicies[(int)policy.Mode]} {policy.Nodes}".TrimEnd();
    }

    public override string Name => "MemoryPolicy";

    public override string Description { get; }

    public override void Execute(LaunchContext context) => LinuxException.Check(SetMemoryPolicy(_mode, _nodes), "set_mempolicy");
}
