using PSContainer.Errors;

namespace PSContainer.Launch;

/// <summary>Paths as a container sees them.</summary>
internal static class ContainerPath
{
    /// <summary>Makes a path absolute and clean: no empty, <c>.</c> or <c>..</c> component is left.</summary>
    /// <exception cref="ContainerException">The path climbs out of the root.</exception>
    public static string Normalize(string path)
    {
        if (IsNormal(path))
        {
            return path;
        }

        var names = new List<string>();
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == "..")
            {
                Climb(names, path);
            }
            else if (name != ".")
            {
                names.Add(name);
            }
        }

        return "/" + string.Join('/', names);
    }

    // As nearly every path is: nothing has to be made of it.
    private static bool IsNormal(string path) =>
        path is ['/', .., not '/'] && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal);

    private static void Climb(List<string> names, string path)
    {
        if (names.Count == 0)
        {
            throw new ContainerException(
                "Path.OutsideRoot", ErrorKind.InvalidArgument, $"The path '{path}' leads out of the container's root.", path,
                "Give a path below '/'.");
        }

        names.RemoveAt(names.Count - 1);
    }
}
