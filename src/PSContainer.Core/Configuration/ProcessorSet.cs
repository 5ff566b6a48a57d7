using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>Lists of processors as a user gives them, checked against the machine.</summary>
internal static class ProcessorSet
{
    private const string OnlineFile = "/sys/devices/system/cpu/online";

    /// <summary>The list, where every processor in it is there.</summary>
    /// <exception cref="ContainerException"><c>Limit.CpuSet</c></exception>
    public static string Check(string list)
    {
        if (list.Length == 0 || Parse(list) is not { } wanted)
        {
            throw LimitErrors.Invalid("CpuSet", "-CpuSet", list, "is no list of processors", "Write numbers and ranges, such as '0-3,7'.");
        }

        string online = Online();
        HashSet<int> there = Parse(online) ?? [];
        return there.Count == 0 || wanted.IsSubsetOf(there) ? list : throw LimitErrors.Invalid(
            "CpuSet", "-CpuSet", list, $"names a processor that this machine does not have (it has {online})", "Leave it out for all.");
    }

    private static HashSet<int>? Parse(string list)
    {
        var all = new HashSet<int>();
        foreach (string range in list.Split(','))
        {
            int dash = range.IndexOf('-');
            if (!StrictNumber.TryParse(dash < 0 ? range : range.AsSpan(0, dash), out ushort first)
                || !StrictNumber.TryParse(range.AsSpan(dash + 1), out ushort last) || last < first)
            {
                return null;
            }

            all.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return all;
    }

    private static string Online()
    {
        try
        {
            return File.ReadAllText(OnlineFile).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
