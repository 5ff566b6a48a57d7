using System.Globalization;
using System.Text;

namespace PSContainer.Cgroups;

/// <summary>Reads pressure, which version 2 tells for every group.</summary>
internal static class CgroupPressureReader
{
    public static void Read(Cgroup cgroup, CgroupStatistics statistics)
    {
        if (cgroup.Unified is { } group)
        {
            statistics.CpuPressure = Read(group, "cpu.pressure");
            statistics.MemoryPressure = Read(group, "memory.pressure");
            statistics.IOPressure = Read(group, "io.pressure");
        }
    }

    /// <summary>Two lines such as "some avg10=0.00 avg60=0.00 avg300=0.00 total=0"; the second begins with "full".</summary>
    public static CgroupPressure? Parse(string text)
    {
        (double Ten, double Sixty, double ThreeHundred, long Total) some = default, full = default;
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ');
            if (words.Length < 5)
            {
                return null;
            }

            var values = (Number(words[1]), Number(words[2]), Number(words[3]), (long)Number(words[4]));
            some = words[0] == "some" ? values : some;
            full = words[0] == "full" ? values : full;
        }

        return new CgroupPressure
        {
            Some10 = some.Ten, Some60 = some.Sixty, Some300 = some.ThreeHundred, SomeTotal = TimeSpan.FromMicroseconds(some.Total),
            Full10 = full.Ten, Full60 = full.Sixty, Full300 = full.ThreeHundred, FullTotal = TimeSpan.FromMicroseconds(full.Total),
        };
    }

    // The kernel may be built or started without it.
    private static CgroupPressure? Read(CgroupDirectory group, string file) =>
        group.ReadAll(file) is { Length: > 0 } text ? Parse(Encoding.UTF8.GetString(text)) : null;

    private static double Number(string word) =>
        double.TryParse(word.AsSpan(word.IndexOf('=') + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : 0;
}
