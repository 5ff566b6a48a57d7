namespace PSContainer.Oci;

/// <summary>Rules for the offsets of clocks; see time_namespaces(7).</summary>
internal static class TimeRules
{
    public static void Check(LinuxTimeOffsets? offsets, NamespaceSet namespaces)
    {
        if (offsets is null)
            return;
        if (!namespaces.Has(NamespaceKind.Time))
            throw SpecError.At("TimeOffsetNeedsTime", "$.linux.timeOffsets", "is given without a time namespace", "Add a time namespace.");
        if (namespaces.Joins(NamespaceKind.Time))
            throw SpecError.At("TimeOffsetJoined", "$.linux.timeOffsets", "is given for a time namespace that exists, whose offsets are fixed");
        Range(offsets.Boottime, "boottime");
        Range(offsets.Monotonic, "monotonic");
    }

    private static void Range(LinuxTimeOffset? offset, string clock)
    {
        if (offset?.Nanosecs > 999_999_999)
            throw SpecError.At("TimeOffsetRange", $"$.linux.timeOffsets.{clock}.nanosecs", $"is {offset.Nanosecs}, and must be below 1000000000");
    }
}
