using System.Globalization;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Launch;

/// <summary>Plans the namespaces of a launch.</summary>
internal static class NamespacePlanner
{
    // The mount namespace last: the others' files may be reachable only from where the caller is.
    private static readonly NamespaceKind[] s_joinOrder =
    [
        NamespaceKind.User, NamespaceKind.Ipc, NamespaceKind.Uts, NamespaceKind.Network, NamespaceKind.Pid,
        NamespaceKind.Cgroup, NamespaceKind.Time, NamespaceKind.Mount,
    ];

    public static NamespacePlan Plan(LinuxSpec linux)
    {
        List<LinuxNamespace> namespaces = linux.Namespaces ?? [];
        bool newUser = namespaces.Any(static item => item is { Type: NamespaceKind.User, Path: null });
        return new NamespacePlan
        {
            New = [.. namespaces.Where(static item => item.Path is null).Select(static item => item.Type)],
            Joins = [.. namespaces.Where(static item => item.Path is not null)
                .OrderBy(static item => Array.IndexOf(s_joinOrder, item.Type))
                .Select(static item => new NamespaceJoin(item.Type, item.Path!))],
            IdMaps = newUser ? Maps(linux) : null,
            TimeOffsets = Offsets(linux.TimeOffsets),
        };
    }

    private static IdMaps Maps(LinuxSpec linux)
    {
        if (linux.UidMappings is not { Count: > 0 } users || linux.GidMappings is not { Count: > 0 } groups)
        {
            throw new ContainerException(
                "Spec.IdMapMissing", ErrorKind.InvalidArgument, "A new user namespace needs a user and a group id map.",
                "$.linux.uidMappings", "Give linux.uidMappings and linux.gidMappings.");
        }

        return IdMaps.From(users, groups);
    }

    private static string? Offsets(LinuxTimeOffsets? offsets)
    {
        string text = Offset("monotonic", offsets?.Monotonic) + Offset("boottime", offsets?.Boottime);
        return text.Length == 0 ? null : text;
    }

    private static string Offset(string clock, LinuxTimeOffset? offset) =>
        offset is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{clock} {offset.Secs} {offset.Nanosecs}\n");
}
