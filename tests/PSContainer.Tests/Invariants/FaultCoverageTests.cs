using PSContainer.Launch;
using PSContainer.Launch.Steps;

namespace PSContainer.Tests.Invariants;

/// <summary>Whether the launches of <see cref="FaultTests"/> take every kind of step that there is.</summary>
public sealed class FaultCoverageTests
{
    // What no launch to a good end has here, or what calls nothing of its own.
    private static readonly Dictionary<Type, string> s_elsewhere = new()
    {
        [typeof(AwaitStartStep)] = "of create: what fails before the start is in FailureTests",
        [typeof(FindCommandStep)] = "of create: a command that is missing is in OperationTests",
        [typeof(OutliveParentStep)] = "of a detached container: it calls nothing",
        [typeof(SecurityLabelStep)] = "no AppArmor or SELinux: an error, in ProcessTests",
    };

    [Fact]
    public void Each_kind_of_step_is_in_a_launch_whose_calls_fail()
    {
        Rights.NeedRoot("the launches are those of root");
        HashSet<Type> tried = [.. FaultLaunch.Kinds.SelectMany(Steps)];
        IEnumerable<Type> all = typeof(LaunchStep).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(LaunchStep)) && !type.IsAbstract);
        Assert.Equal([], all.Where(type => !tried.Contains(type) && !s_elsewhere.ContainsKey(type)).Select(static type => type.Name));
        Assert.All(s_elsewhere.Keys, type => Assert.DoesNotContain(type, tried));
    }

    private static IEnumerable<Type> Steps(string kind)
    {
        using var launch = new FaultLaunch(kind);
        return [.. launch.Steps()];
    }
}
