using static Tmds.Linux.LibC;

namespace PSContainer.Configuration;

/// <summary>Looks up who asks.</summary>
internal static class CallerFactsReader
{
    private const string ResolverFile = "/etc/resolv.conf";

    public static CallerFacts Read() => new()
    {
        UserId = (uint)geteuid(),
        GroupId = (uint)getegid(),
        SubordinateUsers = static () => SubordinateIds.Find("/etc/subuid", (uint)geteuid()),
        SubordinateGroups = static () => SubordinateIds.Find("/etc/subgid", (uint)geteuid()),
        ResolverFile = Resolve(),
    };

    private static string? Resolve()
    {
        try
        {
            var file = new FileInfo(ResolverFile);
            string path = file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? ResolverFile;
            return File.Exists(path) ? path : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
