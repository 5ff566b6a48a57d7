using System.Globalization;
using PSContainer.Oci;

namespace PSContainer.Containers;

/// <summary>The processes in one PID namespace.</summary>
internal static class PidNamespaceMembers
{
    /// <summary>Those in the namespace of a process, the process itself included; alone where it is in the caller's.</summary>
    public static IReadOnlyList<int> Of(int process)
    {
        string? pids = Link(process.ToString(CultureInfo.InvariantCulture));
        return pids is null || pids == Link("self")
            ? [process]
            : [.. Numbers().Where(pid => Link(pid.ToString(CultureInfo.InvariantCulture)) == pids).Order()];
    }

    private static IEnumerable<int> Numbers()
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (StrictNumber.TryParse(Path.GetFileName(folder.AsSpan()), out int pid))
            {
                yield return pid;
            }
        }
    }

    private static string? Link(string process)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{process}/ns/pid", returnFinalTarget: false)?.Name;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
