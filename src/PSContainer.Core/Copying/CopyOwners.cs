using System.Globalization;

namespace PSContainer.Copying;

/// <summary>Translates owners between a container and the host: a line of <c>/proc/PID/uid_map</c> or <c>gid_map</c> is a range.</summary>
/// <param name="ranges">First id inside, first outside, how many.</param>
internal sealed class CopyOwners(IReadOnlyList<(uint Inside, uint Outside, uint Count)> ranges)
{
    /// <summary>Owners are the same on both sides.</summary>
    public static CopyOwners Same { get; } = new([(0, 0, uint.MaxValue)]);

    /// <summary>Whether every id is the same on both sides.</summary>
    public bool AreSame => ranges is [(0, 0, uint.MaxValue)];

    /// <summary>Reads a map of the kernel's.</summary>
    public static CopyOwners Read(string file) => new(
    [
        .. from line in File.ReadAllLines(file)
           let numbers = Array.ConvertAll(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), static word => uint.Parse(word, CultureInfo.InvariantCulture))
           select (numbers[0], numbers[1], numbers[2]),
    ]);

    /// <summary>The id on the host; null where the container has no such id.</summary>
    public uint? ToOutside(uint inside)
    {
        foreach ((uint first, uint outside, uint count) in ranges)
        {
            if (inside >= first && inside - first < count)
            {
                return outside + (inside - first);
            }
        }

        return null;
    }

    /// <summary>The id in the container; null where it has none for this one.</summary>
    public uint? ToInside(uint outside)
    {
        foreach ((uint inside, uint first, uint count) in ranges)
        {
            if (outside >= first && outside - first < count)
            {
                return inside + (outside - first);
            }
        }

        return null;
    }
}
