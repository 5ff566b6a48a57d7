using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>A scope and the slice that it is in, as the spec's <c>cgroupsPath</c> names them: <c>slice:prefix:name</c>.</summary>
/// <param name="Slice">The slice's unit: <c>system.slice</c>.</param>
/// <param name="Unit">The scope's unit: <c>prefix-name.scope</c>.</param>
internal sealed record ScopeName(string Slice, string Unit)
{
    private const string SliceSuffix = ".slice";

    // Names of units are below this (unit_name_is_valid in systemd).
    private const int Longest = 255;

    /// <param name="path">The spec's, or null: then the scope is named by the container's id.</param>
    /// <param name="id">The container's id.</param>
    /// <param name="isUser">Whether the user's manager makes it, which has another slice where none is named.</param>
    /// <exception cref="ContainerException">It has not this form, or systemd has no such names.</exception>
    public static ScopeName Parse(string? path, string id, bool isUser)
    {
        string text = string.IsNullOrEmpty(path) ? $":pscontainer:{id}" : path;
        string[] parts = text.Split(':');
        if (parts.Length != 3)
        {
            throw SystemdErrors.InvalidPath(text, "expected cgroupsPath to be of format \"slice:prefix:name\" for systemd cgroups");
        }

        string slice = parts[0].Length > 0 ? parts[0] : isUser ? "user.slice" : "system.slice";
        string unit = parts[1].Length > 0 ? $"{parts[1]}-{parts[2]}.scope" : $"{parts[2]}.scope";
        CheckSlice(text, slice == "-" ? "-.slice" : slice);
        _ = parts[2].Length > 0 && IsName(unit) ? 0 : throw SystemdErrors.InvalidPath(text, $"'{unit}' is no name of a systemd unit");
        return new ScopeName(slice == "-" ? "-.slice" : slice, unit);
    }

    // A dash leads down: "a-b.slice" is in "a.slice" (systemd.slice(5)). Neither end of it may be missing.
    private static void CheckSlice(string path, string slice)
    {
        string name = slice.EndsWith(SliceSuffix, StringComparison.Ordinal) ? slice[..^SliceSuffix.Length] : "";
        bool isSlice = IsName(slice) && (name == "-" || (name.Length > 0 && !Array.Exists(name.Split('-'), static part => part.Length == 0)));
        _ = isSlice ? 0 : throw SystemdErrors.InvalidPath(path, $"'{slice}' is no name of a systemd slice");
    }

    private static bool IsName(string unit)
    {
        bool isName = unit.Length <= Longest;
        foreach (char c in unit)
        {
            isName &= char.IsAsciiLetterOrDigit(c) || c is ':' or '-' or '_' or '.' or '\\';
        }

        return isName;
    }
}
