namespace PSContainer.Launch;

/// <summary>An environment as a command gets it: each name once, with the value that was given last.</summary>
internal static class EnvironmentList
{
    private const string Home = "HOME";

    /// <param name="entries">As <c>NAME=value</c>, or null.</param>
    /// <param name="hasHome">Whether HOME is among them; an empty one does not count, and is left out.</param>
    public static List<string> Clean(IReadOnlyList<string>? entries, out bool hasHome)
    {
        var last = new Dictionary<string, int>();
        entries ??= [];
        for (int i = 0; i < entries.Count; i++)
        {
            last[NameOf(entries[i])] = i;
        }

        hasHome = last.TryGetValue(Home, out int home) && entries[home].Length > Home.Length + 1;
        var clean = new List<string>(last.Count);
        for (int i = 0; i < entries.Count; i++)
        {
            string name = NameOf(entries[i]);
            if (last[name] == i && (name != Home || hasHome))
            {
                clean.Add(entries[i]);
            }
        }

        return clean;
    }

    private static string NameOf(string entry)
    {
        int equals = entry.IndexOf('=');
        return equals < 0 ? entry : entry[..equals];
    }
}
