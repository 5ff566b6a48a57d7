using PSContainer.Cgroups;
using PSContainer.Launch;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Launcher.Container;

/// <summary>Decides whether a container gets a cgroup, and which controllers.</summary>
internal static class ContainerCgroup
{
    /// <summary>
    /// Makes the cgroup where one is needed: for limits, for a spec that names one, to find the processes of a container
    /// without a PID namespace, and on version 2, where it costs next to nothing, always.
    /// </summary>
    /// <param name="request">What is launched.</param>
    /// <param name="spec">By what.</param>
    /// <param name="plan">How.</param>
    /// <param name="allControllers">Whether it joins every hierarchy, as other runtimes do.</param>
    public static Cgroup? Create(LaunchRequest request, RuntimeSpec spec, LaunchPlan plan, bool allControllers = false)
    {
        LinuxResources? resources = spec.Linux?.Resources;
        bool tracks = !plan.Namespaces.Makes(NamespaceKind.Pid) && !plan.Namespaces.JoinsKind(NamespaceKind.Pid);
        bool limits = resources is not null && ResourceNeeds.Of(resources) != CgroupControllers.None;
        if (!request.AlwaysCgroup && !tracks && !limits && spec.Linux?.CgroupsPath is null)
        {
            return null;
        }

        return Cgroup.Create(CgroupHost.Read(), new CgroupRequest
        {
            ContainerId = request.Id,
            Path = spec.Linux?.CgroupsPath,
            Resources = resources,
            Controllers = allControllers ? CgroupControllers.All : tracks ? CgroupControllers.Freezer : CgroupControllers.None,
            // The cgroup of a container that got its id from us has to be found by it alone: see LostCgroup.
            IsNamedById = allControllers && ContainerId.ShortId(request.Id) == request.Id,
            IsOptional = spec.Linux?.CgroupsPath is null,
            SkipDevices = !HostFacts.Read().MayFilterDevices,
        });
    }

    /// <summary>Ends what is in it and removes it.</summary>
    public static void Remove(Cgroup? cgroup)
    {
        if (cgroup is not null)
        {
            cgroup.Kill();
            cgroup.Remove();
            cgroup.Dispose();
        }
    }
}
