using PSContainer.Oci;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch;

/// <summary>Which namespaces a launch makes, which it joins, and what it writes into them from outside.</summary>
internal sealed class NamespacePlan
{
    /// <summary>Namespaces to make.</summary>
    public required List<NamespaceKind> New { get; init; }

    /// <summary>Namespaces to join, by their files, in the order in which they have to be joined.</summary>
    public required List<NamespaceJoin> Joins { get; init; }

    /// <summary>User and group ids inside and outside, where a user namespace is made.</summary>
    public IdMaps? IdMaps { get; init; }

    /// <summary>What <c>/proc/PID/timens_offsets</c> is given, where a time namespace is made and set.</summary>
    public string? TimeOffsets { get; init; }

    /// <summary>Whether a namespace of that kind is made.</summary>
    public bool Makes(NamespaceKind kind) => New.Contains(kind);

    /// <summary>Whether a namespace of that kind is joined.</summary>
    public bool JoinsKind(NamespaceKind kind) => Joins.Exists(join => join.Kind == kind);

    /// <summary>Whether the process is in one of that kind of its own, made or joined.</summary>
    public bool Has(NamespaceKind kind) => Makes(kind) || JoinsKind(kind);

    /// <summary>The flags of clone3(2) for the namespaces that are made with the clone: all but the cgroup namespace.</summary>
    public ulong CloneFlags
    {
        get
        {
            ulong flags = 0;
            foreach (NamespaceKind kind in New)
            {
                flags |= kind == NamespaceKind.Cgroup ? 0 : kind.CloneFlag();
            }

            return flags;
        }
    }

    private IEnumerable<NamespaceKind> Cloned => New.Where(static kind => kind != NamespaceKind.Cgroup);

    public IEnumerable<string> Describe()
    {
        foreach (NamespaceJoin join in Joins)
        {
            yield return $"join the {join.Kind.FileName()} namespace {join.Path}";
        }

        yield return !Cloned.Any()
            ? "clone3 a process"
            : $"clone3 a process in new namespaces: {string.Join(", ", Cloned.Select(static kind => kind.FileName()))}";
        if (IdMaps is { } maps)
        {
            yield return $"map users {maps.Users.Text} and groups {maps.Groups.Text}";
        }

        if (TimeOffsets is not null)
        {
            yield return $"shift clocks: {TimeOffsets.Trim().Replace("\n", ", ")}";
        }
    }
}
