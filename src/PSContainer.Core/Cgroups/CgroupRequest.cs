using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>What cgroup a container is to have.</summary>
internal sealed class CgroupRequest
{
    /// <summary>The container's id; names the group where <see cref="Path"/> does not.</summary>
    public required string ContainerId { get; init; }

    /// <summary>
    /// The spec's <c>cgroupsPath</c>: absolute is below the mount point of each hierarchy; relative, or null for a name made
    /// from the id, is near the caller's own group.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>The group's name where there is no <see cref="Path"/>: one that nobody else would choose, or the id itself, as with other runtimes.</summary>
    public string Name => IsNamedById ? ContainerId : CgroupPath.NameFor(ContainerId);

    /// <summary>Whether it is named as other runtimes do, where those who look after containers look for it.</summary>
    public bool IsNamedById { get; init; }

    /// <summary>The limits; what they need is made available, or it is an error.</summary>
    public LinuxResources? Resources { get; init; }

    /// <summary>What is joined beyond that where it can be had, to measure or to look like other runtimes.</summary>
    /// <remarks>In version 1 each hierarchy more costs time at the start of a container.</remarks>
    public CgroupControllers Controllers { get; init; }

    /// <summary>Goes without a cgroup where the caller may not make one and no limit needs one: it is empty then.</summary>
    public bool IsOptional { get; init; }

    /// <summary>
    /// Leaves device rules out: who is not root cannot load the program that version 2 needs. Its containers have a user namespace,
    /// where no device node can be made, and the host's modes guard those that are bound in.
    /// </summary>
    public bool SkipDevices { get; init; }
}
