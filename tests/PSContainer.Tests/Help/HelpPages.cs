using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Help;

/// <summary>The pages of docs/en-US, and how many examples each has.</summary>
internal static class HelpPages
{
    public static string Folder { get; } = Path.Combine(BuildPaths.RepositoryRoot, "docs", "en-US");

    private static readonly string Readme = Path.Combine(BuildPaths.RepositoryRoot, "README.md");

    public static IEnumerable<string> Cmdlets =>
        Directory.EnumerateFiles(Folder, "*-*.md").Select(static file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public static IEnumerable<string> Topics =>
        Directory.EnumerateFiles(Folder, "about_*.md").Select(static file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    /// <summary>Each block of code that a reader may type: page and number, from 1.</summary>
    public static IEnumerable<(string Page, int Number)> Examples =>
        from file in Directory.EnumerateFiles(Folder, "*.md").Append(Readme).Order(StringComparer.Ordinal)
        from number in Enumerable.Range(1, File.ReadLines(file).Count(static line => line == "```powershell"))
        select (Path.GetRelativePath(BuildPaths.RepositoryRoot, file), number);
}
