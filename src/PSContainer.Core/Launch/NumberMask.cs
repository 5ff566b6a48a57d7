using System.Globalization;

namespace PSContainer.Launch;

/// <summary>Lists such as <c>0-3,7</c> as the kernel's masks: a bit for each number, in words of 64.</summary>
internal static class NumberMask
{
    private const int BitsOfByte = 8;
    private const int WordBytes = 8;

    /// <param name="list">A list that has been validated, or null for an empty one.</param>
    public static byte[] Parse(string? list)
    {
        var numbers = new List<int>();
        foreach (string range in (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] ends = range.Split('-');
            int first = int.Parse(ends[0], CultureInfo.InvariantCulture), last = int.Parse(ends[^1], CultureInfo.InvariantCulture);
            numbers.AddRange(Enumerable.Range(first, last - first + 1));
        }

        byte[] mask = new byte[numbers.Count == 0 ? 0 : ((numbers.Max() / BitsOfByte / WordBytes) + 1) * WordBytes];
        numbers.ForEach(number => mask[number / BitsOfByte] |= (byte)(1 << (number % BitsOfByte)));
        return mask;
    }
}
