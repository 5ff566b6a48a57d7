using System.Text;

namespace PSContainer.State;

/// <summary>Lists the names in a directory that may be ids or names of containers; anything else in it is not ours.</summary>
internal static class Identifiers
{
    public static List<string> In(DirectoryHandle directory, bool directoriesOnly, string prefix = "")
    {
        var found = new List<string>();
        using DirectoryEntries entries = directory.Entries();
        while (entries.Read())
        {
            if (Next(entries, directoriesOnly) is { } name && name.StartsWith(prefix, StringComparison.Ordinal))
            {
                found.Add(name);
            }
        }

        return found;
    }

    /// <summary>The entry that was read last, or null where it is no identifier.</summary>
    public static string? Next(DirectoryEntries entries, bool directoriesOnly)
    {
        if ((directoriesOnly && !entries.MayBeDirectory) || entries.Name[0] == '.')
        {
            return null;
        }

        string name = Encoding.UTF8.GetString(entries.Name);
        return IdentifierRule.Problem(name) is null ? name : null;
    }
}
