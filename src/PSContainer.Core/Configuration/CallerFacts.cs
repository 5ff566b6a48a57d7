using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>Who asks for a container, and on what machine: what defaults depend on.</summary>
internal sealed class CallerFacts
{
    /// <summary>Effective user id.</summary>
    public required uint UserId { get; init; }

    /// <summary>Effective group id.</summary>
    public required uint GroupId { get; init; }

    /// <summary>The first range of user ids that the administrator gave the caller in <c>/etc/subuid</c>; null where there is none.</summary>
    public Func<LinuxIdMapping?> SubordinateUsers { get; init; } = static () => null;

    /// <summary>The same of group ids, in <c>/etc/subgid</c>.</summary>
    public Func<LinuxIdMapping?> SubordinateGroups { get; init; } = static () => null;

    /// <summary>Where <c>/etc/resolv.conf</c> leads to, links followed; null where it is missing.</summary>
    public string? ResolverFile { get; init; }

    /// <summary>Whether namespaces can be made without one for users.</summary>
    public bool IsPrivileged => UserId == 0;
}
