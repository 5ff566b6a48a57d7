using System.Collections;
using PSContainer.Oci;

namespace PSContainer.Commands;

/// <summary>The session's environment, for the hooks of a bundle that name none of their own.</summary>
internal static class CallerEnvironment
{
    /// <summary>The variables as <c>NAME=value</c>; none where there is no hook.</summary>
    public static IReadOnlyList<string> ForHooks(RuntimeSpec? spec) => spec?.Hooks is null
        ? []
        : [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(static entry => $"{entry.Key}={entry.Value}")];
}
