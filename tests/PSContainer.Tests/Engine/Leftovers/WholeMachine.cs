namespace PSContainer.Tests.Engine;

/// <summary>Tests that look at the whole machine, or at all descriptors of the process: one at a time, and nothing beside them.</summary>
/// <remarks>Use as <c>[Collection(WholeMachine.Collection)]</c>.</remarks>
[CollectionDefinition(Collection, DisableParallelization = true)]
public sealed class WholeMachine
{
    public const string Collection = "machine";
}
