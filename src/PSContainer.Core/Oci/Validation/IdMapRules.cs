namespace PSContainer.Oci;

/// <summary>Rules for id maps; see user_namespaces(7).</summary>
internal static class IdMapRules
{
    /// <summary>The lines that a map can have (UID_GID_MAP_MAX_EXTENTS of the kernel).</summary>
    public const int MaxLines = 340;

    public static void Check(LinuxSpec linux, NamespaceSet namespaces)
    {
        Check(linux.UidMappings, "$.linux.uidMappings");
        Check(linux.GidMappings, "$.linux.gidMappings");
        if (namespaces.Has(NamespaceKind.User))
            return;
        if ((linux.UidMappings ?? linux.GidMappings) is not null)
        {
            string path = linux.UidMappings is null ? "$.linux.gidMappings" : "$.linux.uidMappings";
            throw SpecError.At("IdMapNeedsUser", path, "is given without a user namespace", "Add a user namespace.");
        }
    }

    /// <summary>Checks one map.</summary>
    public static void Check(List<LinuxIdMapping>? map, SpecPath path)
    {
        if (map is null)
            return;
        if (map.Count > MaxLines)
            throw SpecError.At("IdMapTooLong", path, $"has {map.Count} ranges, and at most {MaxLines} are allowed");
        for (int i = 0; i < map.Count; i++)
        {
            Range(map[i], path, i);
            for (int j = 0; j < i; j++)
                Overlap(map[i], map[j], path, i, j);
        }
    }

    /// <summary>Whether two ranges have ids in common.</summary>
    public static bool Overlap(uint a, uint sizeOfA, uint b, uint sizeOfB) => a < (ulong)b + sizeOfB && b < (ulong)a + sizeOfA;

    // The id 4294967295 is none, so the range must end before it.
    private static void Range(LinuxIdMapping line, SpecPath path, int i)
    {
        if (line.Size == 0)
            throw SpecError.At("IdMapEmpty", $"{path}[{i}].size", "is 0, and a range has at least one id");
        if (line.Size > uint.MaxValue - line.ContainerId)
            throw SpecError.At("IdMapRange", $"{path}[{i}]", $"has {line.Size} ids from {line.ContainerId} inside, and the last id is 4294967294");
        if (line.Size > uint.MaxValue - line.HostId)
            throw SpecError.At("IdMapRange", $"{path}[{i}]", $"has {line.Size} ids from {line.HostId} outside, and the last id is 4294967294");
    }

    private static void Overlap(LinuxIdMapping one, LinuxIdMapping other, SpecPath path, int i, int j)
    {
        if (Overlap(one.ContainerId, one.Size, other.ContainerId, other.Size))
            throw SpecError.At("IdMapOverlap", $"{path}[{i}]", $"has ids inside that {path}[{j}] has too");
        if (Overlap(one.HostId, one.Size, other.HostId, other.Size))
            throw SpecError.At("IdMapOverlap", $"{path}[{i}]", $"has ids outside that {path}[{j}] has too");
    }
}
