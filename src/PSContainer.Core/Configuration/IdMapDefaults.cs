using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>The id maps of a new user namespace: what was asked, else the caller as its root.</summary>
internal static class IdMapDefaults
{
    public static void Apply(LinuxSpec linux, ContainerOptions options, NamespaceKind[] made, CallerFacts caller)
    {
        if (made.Contains(NamespaceKind.User))
        {
            linux.UidMappings = Maps(options.UidMappings, caller.UserId);
            linux.GidMappings = Maps(options.GidMappings, caller.GroupId);
        }
    }

    /// <summary>Whether the options map a group.</summary>
    public static bool MapsGroup(ContainerOptions options, uint group) => options.GidMappings.Any(map =>
        group >= map.ContainerId && group - map.ContainerId < map.Size);

    private static List<LinuxIdMapping> Maps(IReadOnlyList<LinuxIdMapping> asked, uint own) =>
        asked.Count > 0 ? [.. asked] : [new LinuxIdMapping { ContainerId = 0, HostId = own, Size = 1 }];
}
