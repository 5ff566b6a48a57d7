using System.Diagnostics;

namespace PSContainer.Tests.Engine;

/// <summary>The open descriptors of this process, by what they lead to, counted: "descriptor pipe (3rd)".</summary>
internal static class OpenDescriptors
{
    /// <summary>The runtime opens and keeps these when it likes to: assemblies, its event loops, its own memory.</summary>
    private static readonly string[] RuntimesOwn = [".dll", ".pdb", ".so", "[eventpoll]", "inotify", "doublemapper", "/dev/urandom", "/fd"];

    /// <summary>
    /// What is made once and kept: with the first child process the runtime's pipe for signals, with the first
    /// session the engine's socket for debuggers.
    /// </summary>
    static OpenDescriptors()
    {
        using var first = Process.Start(new ProcessStartInfo("true") { RedirectStandardOutput = true })!;
        first.StandardOutput.ReadToEndAsync().GetAwaiter().GetResult();
        first.WaitForExit();
        using PowerShellEngine session = PowerShellEngine.WithoutModule();
        session.Run("sh -c 'exit 0'");
    }

    public static IEnumerable<string> Find()
    {
        var targets = new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Select(Kind).Where(k => k is not null).ToList();

        // The launcher's file, or its image in memory, opened once and kept for all launches of the process.
        _ = targets.Remove(BuildPaths.Launcher) || targets.Remove("/memfd:pscontainer (deleted)");
        return targets.GroupBy(t => t).SelectMany(g => g.Select((t, i) => $"descriptor of {t} (number {i + 1})"));
    }

    /// <summary>Without the inode number: only how many there are of a kind can be compared.</summary>
    private static string? Kind(FileSystemInfo link)
    {
        string? target = link.LinkTarget;
        if (target is null || RuntimesOwn.Any(o => target.EndsWith(o, StringComparison.Ordinal) || target.Contains(o + " ", StringComparison.Ordinal)))
        {
            return null;
        }

        int inode = target.IndexOf(":[", StringComparison.Ordinal);
        bool anonymous = target.StartsWith("anon_inode", StringComparison.Ordinal);
        return inode > 0 && !anonymous ? target[..inode] : target;
    }
}
