using PSContainer.Cgroups;
using PSContainer.State;

namespace PSContainer.Containers;

/// <summary>Finds the cgroup of a container whose state does not name it, by the name that it gets where nobody chose one.</summary>
internal static class LostCgroup
{
    /// <summary>Its lines of a state. Empty for an id that somebody chose: another's container may have that one too.</summary>
    public static IReadOnlyList<string> Find(string id)
    {
        if (ContainerId.ShortId(id) == id)
        {
            return [];
        }

        string name = CgroupPath.NameFor(id);
        return [.. CgroupHost.Read().Hierarchies.SelectMany(hierarchy => Places(hierarchy).Select(place => Line(hierarchy, place, name)).OfType<string>())];
    }

    // A new group is made below the caller's own, or beside or above it.
    private static IEnumerable<string> Places(CgroupHierarchy hierarchy)
    {
        string place = hierarchy.OwnDirectory ?? hierarchy.MountPoint;
        for (; place.Length > hierarchy.MountPoint.Length; place = CgroupPath.Parent(place))
        {
            yield return place;
        }

        yield return hierarchy.MountPoint;
    }

    private static string? Line(CgroupHierarchy hierarchy, string place, string name)
    {
        string path = $"{place.TrimEnd('/')}/{name}";
        string kind = hierarchy.IsUnified ? "unified" : ControllerNames.Join(hierarchy.Controllers);
        return Directory.Exists(path) ? $"{kind}:{path}" : null;
    }
}
