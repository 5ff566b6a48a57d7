namespace PSContainer.Cgroups;

/// <summary>Rules about the names of groups.</summary>
internal static class CgroupPath
{
    /// <summary>The name of a group that we choose ourselves.</summary>
    public static string NameFor(string containerId) => "pscontainer-" + containerId;

    /// <summary>Checks a <c>cgroupsPath</c> and takes doubled and trailing slashes out of it.</summary>
    /// <exception cref="Errors.ContainerException">It climbs, is empty, or has a character that the kernel refuses.</exception>
    public static string Normalize(string path)
    {
        var parts = new List<string>();
        foreach (string part in path.Split('/'))
        {
            if (FaultOf(part) is { } fault)
            {
                throw CgroupErrors.InvalidPath(path, fault);
            }

            if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return parts.Count > 0
            ? (path[0] == '/' ? "/" : "") + string.Join('/', parts)
            : throw CgroupErrors.InvalidPath(path, "names no group below the root");
    }

    /// <summary>Whether it is an absolute path that is written as <see cref="Normalize"/> would.</summary>
    public static bool IsNormal(string path)
    {
        bool isNormal = path.Length > 1 && path[0] == '/';
        foreach (string part in path.Split('/').AsSpan(1..))
        {
            isNormal &= part is not ("" or ".") && FaultOf(part) is null;
        }

        return isNormal;
    }

    /// <summary>The group above; the paths here are absolute.</summary>
    public static string Parent(string path) => path[..Math.Max(1, path.LastIndexOf('/'))];

    private static string? FaultOf(string part)
    {
        if (part == "..")
        {
            return "contains '..'";
        }

        if (part.Length > 255)
        {
            return "has a name of more than 255 characters";
        }

        foreach (char c in part)
        {
            if (char.IsControl(c))
            {
                return "contains a control character";
            }
        }

        return null;
    }
}
