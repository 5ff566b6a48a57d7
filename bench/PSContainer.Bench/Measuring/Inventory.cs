namespace PSContainer.Bench.Measuring;

/// <summary>What this session and the machine have of the things that a launch makes.</summary>
internal sealed record Inventory(long Descriptors, long Mounts, long Cgroups, long Children, long States, double ResidentMegabytes)
{
    public static Inventory Take()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return new Inventory(
            Directory.GetFileSystemEntries("/proc/self/fd").Length,
            File.ReadLines("/proc/self/mountinfo").LongCount(),
            Directory.EnumerateDirectories("/sys/fs/cgroup", "*", SearchOption.AllDirectories).LongCount(),
            Directory.EnumerateDirectories("/proc/self/task").Sum(task => File.ReadAllText($"{task}/children").Count(c => c == ' ')),
            Directory.Exists("/run/pscontainer") ? Directory.EnumerateFileSystemEntries("/run/pscontainer").LongCount() : 0,
            Environment.WorkingSet / (double)(1 << 20));
    }

    public IEnumerable<(string Name, long Before, long After)> Compare(Inventory after) =>
    [
        ("descriptors", Descriptors, after.Descriptors), ("mounts", Mounts, after.Mounts), ("cgroups", Cgroups, after.Cgroups),
        ("child processes", Children, after.Children), ("entries in the state folder", States, after.States),
    ];
}
