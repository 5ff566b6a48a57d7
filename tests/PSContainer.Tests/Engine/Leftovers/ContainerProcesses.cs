using System.Globalization;

namespace PSContainer.Tests.Engine;

/// <summary>The processes of the machine that PSContainer may have started.</summary>
internal static class ContainerProcesses
{
    private const int ParentField = 4 - 3;
    private const int FlagsField = 9 - 3;

    private static readonly string OwnPidNamespace = LinkTarget("/proc/self/ns/pid")!;

    public static IEnumerable<string> Find(OtherRuns others) =>
        from folder in Directory.EnumerateDirectories("/proc")
        let pid = Path.GetFileName(folder)
        let number = int.TryParse(pid, CultureInfo.InvariantCulture, out int parsed) ? parsed : 0
        where number > 0
        let description = Describe(folder)
        where description is not null && !others.Has(number)
        select $"process {pid} {description}";

    /// <summary>Null when the process is none of ours, or has just ended. No state in it: that changes from one look to the next.</summary>
    private static string? Describe(string folder)
    {
        string? name = Read(folder + "/comm")?.Trim();
        if (name is null || IsKernelThread(folder) || IsInitsToReap(folder) || IsOthersImage(name))
        {
            return null;
        }

        bool launcher = name == "pscontainer" || LinkTarget(folder + "/exe")?.Contains("pscontainer", StringComparison.Ordinal) == true;
        bool contained = Read(folder + "/cgroup")?.Contains("/pscontainer", StringComparison.Ordinal) == true;
        return launcher || contained || IsLostInit(folder) ? $"({name})" : null;
    }

    /// <summary>
    /// The first process of a pid namespace, whose parent has died: a container that lost its monitor. Others' sandboxes, which
    /// still have their parents, do not count.
    /// </summary>
    private static bool IsLostInit(string folder)
    {
        string? pids = LinkTarget(folder + "/ns/pid");
        string parent = "/proc/" + StatFields(folder).ElementAtOrDefault(ParentField);
        return pids is not null && pids != OwnPidNamespace
            && (parent == "/proc/1" || Read(parent + "/comm")?.Trim() is "systemd" or "init");
    }

    /// <summary>A zombie that the machine's init has not got round to is nobody else's leftover.</summary>
    private static bool IsInitsToReap(string folder) =>
        StatFields(folder) is ["Z", "1", ..];

    /// <summary>Run from memory, and not from the module's copy: a helper of the machine's init, which may sandbox what it starts.</summary>
    private static bool IsOthersImage(string name) =>
        name.StartsWith("memfd:", StringComparison.Ordinal) && !name.StartsWith("memfd:pscont", StringComparison.Ordinal);

    private static bool IsKernelThread(string folder)
    {
        const uint kernelThread = 0x00200000;
        return uint.TryParse(StatFields(folder).ElementAtOrDefault(FlagsField), CultureInfo.InvariantCulture, out uint flags)
            && (flags & kernelThread) != 0;
    }

    /// <summary>proc_pid_stat(5), from the third field: the second is the name, which may hold anything.</summary>
    private static string[] StatFields(string folder) =>
        Read(folder + "/stat") is { } stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : [];

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? LinkTarget(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.ToString();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
