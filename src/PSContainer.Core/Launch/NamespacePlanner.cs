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
        var made = new List<NamespaceKind>();
        var joins = new List<NamespaceJoin>();
        foreach (LinuxNamespace item in linux.Namespaces ?? [])
        {
            if (item.Path is { } path)
            {
                joins.Add(new NamespaceJoin(item.Type, path));
            }
            else
            {
                made.Add(item.Type);
            }
        }

        return new NamespacePlan
        {
            New = made,
            Joins = joins.Count < 2 ? joins : [.. joins.OrderBy(static join => Array.IndexOf(s_joinOrder, join.Kind))],
            IdMaps = made.Contains(NamespaceKind.User) ? Maps(linux) : null,
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
