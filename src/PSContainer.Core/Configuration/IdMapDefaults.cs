using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>
/// The id maps of a new user namespace: what was asked, else the caller as its root, with the ids that the caller may have besides
/// where another user is asked for.
/// </summary>
internal static class IdMapDefaults
{
    public static void Apply(LinuxSpec linux, ContainerOptions options, NamespaceKind[] made, CallerFacts caller)
    {
        if (made.Contains(NamespaceKind.User))
        {
            bool needsMore = !caller.IsPrivileged && (NeedsImagesIds(options, caller) || options.User is { } user && (user.Uid != 0 || user.Gid != 0));
            linux.UidMappings = Maps(options.UidMappings, caller.UserId, needsMore ? caller.SubordinateUsers() : null);
            linux.GidMappings = Maps(options.GidMappings, caller.GroupId, needsMore ? caller.SubordinateGroups() : null);
            Require(linux.UidMappings, options.User?.Uid ?? 0, "user", "-UidMap");
            Require(linux.GidMappings, options.User?.Gid ?? 0, "group", "-GidMap");
        }
        else if (options.UidMappings.Count + options.GidMappings.Count > 0)
        {
            string parameter = options.UidMappings.Count > 0 ? "-UidMap" : "-GidMap";
            throw new ContainerException(
                "IdMap.Joined", ErrorKind.InvalidArgument, $"{parameter} is given for a user namespace that exists, whose maps are fixed.", parameter,
                "Leave it out, or join no User namespace.");
        }
    }

    // An image's files belong to the ids that its layers were unpacked with.
    private static bool NeedsImagesIds(ContainerOptions options, CallerFacts caller) =>
        options.Layers is not null && caller.SubordinateUsers() is not null && caller.SubordinateGroups() is not null;

    /// <summary>Whether the options map a group.</summary>
    public static bool MapsGroup(ContainerOptions options, uint group) => options.GidMappings.Any(map =>
        group >= map.ContainerId && group - map.ContainerId < map.Size);

    // An id that is not mapped is nobody's: the kernel lets no process have it.
    private static void Require(List<LinuxIdMapping> maps, uint id, string what, string parameter)
    {
        if (!maps.Exists(map => id >= map.ContainerId && id - map.ContainerId < map.Size))
        {
            throw new ContainerException(
                "User.NotMapped", ErrorKind.InvalidArgument, $"The {what} {id} of the container has no {what} outside.", id,
                $"Map it with {parameter}: without privileges, that takes ranges in /etc/subuid and /etc/subgid.");
        }
    }

    private static List<LinuxIdMapping> Maps(IReadOnlyList<LinuxIdMapping> asked, uint own, LinuxIdMapping? more)
    {
        LinuxIdMapping caller = new() { ContainerId = 0, HostId = own, Size = 1 };
        return asked.Count > 0 ? [.. asked] : more is null ? [caller] : [caller, more];
    }
}
