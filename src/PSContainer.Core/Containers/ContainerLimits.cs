using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Containers;

/// <summary>Changes the limits of a container that is there.</summary>
internal static class ContainerLimits
{
    /// <summary>Sets limits; what is null stays as it is.</summary>
    /// <exception cref="ContainerException"><c>Container.NotRunning</c>, <c>Container.NoCgroup</c>, <c>Spec.…</c>, <c>Cgroup.…</c></exception>
    public static void Set(StoredContainer container, LinuxResources resources)
    {
        if (!container.IsAlive)
        {
            throw ContainerErrors.NotRunning(container.State.Id);
        }

        RuntimeSpecValidator.Validate(resources);
        container.RequireCgroup().Apply(resources);
    }
}
