using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>The ranges of a user's id map, checked together. What is wrong is said in the words it was written in.</summary>
internal static class IdMapOptions
{
    /// <param name="ranges"><c>INSIDE:OUTSIDE[:SIZE]</c> each.</param>
    /// <param name="parameter">Where they were written, for the errors.</param>
    /// <exception cref="ContainerException">
    /// <c>IdMap.Invalid</c>, <c>IdMap.TooLong</c>, <c>IdMap.OutOfRange</c>, <c>IdMap.Overlap</c>
    /// </exception>
    public static IReadOnlyList<LinuxIdMapping> Build(IReadOnlyList<string> ranges, string parameter)
    {
        if (ranges.Count > IdMapRules.MaxLines)
        {
            throw Wrong("TooLong", parameter, $"has {ranges.Count} ranges, and the kernel takes {IdMapRules.MaxLines} at most", "Join neighbouring ranges.");
        }

        var map = new List<LinuxIdMapping>(ranges.Count);
        foreach (string text in ranges)
        {
            LinuxIdMapping range = IdMapParser.Parse(text);
            RequireEnd(range, text, parameter);
            for (int i = 0; i < map.Count; i++)
            {
                RequireApart(map[i], range, ranges[i], text, parameter);
            }

            map.Add(range);
        }

        return map;
    }

    // The id 4294967295 is none, so a range has to end before it.
    private static void RequireEnd(LinuxIdMapping range, string text, string parameter)
    {
        if (range.Size > uint.MaxValue - Math.Max(range.ContainerId, range.HostId))
        {
            throw Wrong("OutOfRange", parameter, $"'{text}' goes beyond the last id, {uint.MaxValue - 1}", "Make it shorter, or begin it lower.");
        }
    }

    private static void RequireApart(LinuxIdMapping one, LinuxIdMapping other, string oneText, string otherText, string parameter)
    {
        bool inside = IdMapRules.Overlap(one.ContainerId, one.Size, other.ContainerId, other.Size);
        if (inside || IdMapRules.Overlap(one.HostId, one.Size, other.HostId, other.Size))
        {
            throw Wrong(
                "Overlap", parameter, $"'{oneText}' and '{otherText}' have ids {(inside ? "inside" : "outside")} in common",
                "Each id may be in one range only.");
        }
    }

    private static ContainerException Wrong(string id, string parameter, string problem, string remedy) =>
        new($"IdMap.{id}", ErrorKind.InvalidArgument, $"{parameter} {problem}.", parameter, remedy);
}
