using System.IO.Enumeration;

namespace PSContainer.Tests.Engine;

/// <summary>What a container could leave on the machine, each thing as one line of text.</summary>
internal sealed class MachineSnapshot
{
    /// <summary>Where desktops, package managers and other container engines mount at any time.</summary>
    private static readonly string[] OthersMounts = ["/run/user/", "/run/credentials/", "/run/docker/", "/run/netns/", "/var/lib/", "/media/", "/snap/"];

    /// <summary>In its storage, wherever that is.</summary>
    private const string PodmansMount = "-containers/";

    private readonly HashSet<string> lines = new(StringComparer.Ordinal);

    private MachineSnapshot()
    {
    }

    public static MachineSnapshot Take(IEnumerable<string> stateFolders)
    {
        var snapshot = new MachineSnapshot();
        snapshot.lines.UnionWith(Mounts());
        var others = new OtherRuns();
        snapshot.lines.UnionWith(Cgroups().Where(folder => !others.HasCgroup(folder)).Select(static folder => "cgroup " + folder));
        snapshot.lines.UnionWith(ContainerProcesses.Find(others));
        snapshot.lines.UnionWith(States(stateFolders).Where(folder => !others.HasState(folder)).Select(static folder => "state " + folder));
        snapshot.lines.UnionWith(OpenDescriptors.Find());
        snapshot.lines.Add("host name " + File.ReadAllText("/proc/sys/kernel/hostname").Trim());
        return snapshot;
    }

    /// <summary>What is there now and was not before, and mounts that were there and are gone.</summary>
    public IReadOnlyList<string> ChangesSince(MachineSnapshot before) =>
    [
        .. lines.Except(before.lines),
        .. before.lines.Except(lines).Where(l => l.StartsWith("mount ", StringComparison.Ordinal)).Select(l => "gone: " + l),
    ];

    private static IEnumerable<string> Mounts() =>
        from line in File.ReadLines("/proc/self/mountinfo")
        let fields = line.Split(' ')
        where !OthersMounts.Any(o => fields[4].StartsWith(o, StringComparison.Ordinal)) && !fields[4].Contains(PodmansMount, StringComparison.Ordinal)
        select $"mount {fields[4]} of {fields[3]}, {fields[5]} (id {fields[0]}, {string.Join(' ', fields.Skip(6))})";

    private static FileSystemEnumerable<string> Cgroups() => new(
        "/sys/fs/cgroup",
        (ref FileSystemEntry entry) => entry.ToFullPath(),
        new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 8, IgnoreInaccessible = true, AttributesToSkip = 0 })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.IsDirectory && IsContainers(entry.FileName),
    };

    // Tests of groups alone, and the benchmark, make and remove their own.
    private static bool IsContainers(ReadOnlySpan<char> group) => group.StartsWith("pscontainer", StringComparison.Ordinal)
        && !group.StartsWith("pscontainer-test-", StringComparison.Ordinal) && !group.StartsWith("pscontainer-bench-", StringComparison.Ordinal);

    private static IEnumerable<string> States(IEnumerable<string> folders) =>
        from folder in folders
        where Directory.Exists(folder)
        from entry in Directory.EnumerateFileSystemEntries(folder)
        // The index of names and the journal of events stay with the folder, which a user's first container makes.
        where Path.GetFileName(entry) is not (".names" or ".events")
        select entry;
}
