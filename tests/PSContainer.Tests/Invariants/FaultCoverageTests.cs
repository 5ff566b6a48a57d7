using PSContainer.Configuration;
using PSContainer.Launch;
using PSContainer.Launch.Steps;
using PSContainer.Oci;

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
        [typeof(OverlayRootStep)] = "of images, which no bundle has: in the tests of images' containers",
        [typeof(FillVolumeStep)] = "of volumes, likewise",
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
        using var bundle = new Bundle();
        FaultLaunch.Furnish(bundle, kind);
        RuntimeSpec spec = RuntimeSpecReader.Read(File.ReadAllBytes($"{bundle.Folder}/config.json"));
        spec.Root!.Path = bundle.Root;
        SpecDefaults.Complete(spec);
        var facts = new LaunchFacts
        {
            UserId = 0, InInitialUserNamespace = kind != "a user namespace", CgroupHierarchies = static () => ["memory", "pids"],
            IsDirectory = static path => File.Exists(path) || Directory.Exists(path) ? Directory.Exists(path) : null,
        };
        var options = new LaunchOptions { Id = "id", MakesWorkingDirectory = true, OwnsStreams = true, ResetsAffinity = true, LooksHomeUp = true };
        return [.. LaunchPlanner.Plan(spec, facts, options).Steps.Select(static step => step.GetType())];
    }
}
