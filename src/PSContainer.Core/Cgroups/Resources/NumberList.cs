using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>Lists of numbers as <c>cpuset(7)</c> writes them: <c>0-3,7</c>.</summary>
internal static class NumberList
{
    // More than any kernel is built for (CONFIG_NR_CPUS, MAX_NUMNODES), and few enough to hold.
    private const int Largest = 65535;

    /// <summary>The numbers of a list, or null if it is not one.</summary>
    public static HashSet<int>? Parse(string list)
    {
        var numbers = new HashSet<int>();
        foreach (string part in list.Trim().Split(','))
        {
            int dash = part.IndexOf('-');
            string first = dash < 0 ? part : part[..dash];
            string last = dash < 0 ? part : part[(dash + 1)..];
            if (!TryParse(first, out int from) || !TryParse(last, out int to) || from > to)
            {
                return null;
            }

            for (int number = from; number <= to; number++)
            {
                numbers.Add(number);
            }
        }

        return numbers;
    }

    private static bool TryParse(string text, out int number) =>
        StrictNumber.TryParse(text.Trim(' '), out number) && number <= Largest;
}
