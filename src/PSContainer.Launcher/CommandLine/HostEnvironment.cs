using System.Collections;

namespace PSContainer.Launcher.CommandLine;

/// <summary>The environment that the launcher was called with.</summary>
internal static class HostEnvironment
{
    /// <summary>As <c>NAME=value</c>.</summary>
    public static IReadOnlyList<string> Read()
    {
        var entries = new List<string>();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            entries.Add($"{entry.Key}={entry.Value}");
        }

        return entries;
    }
}
