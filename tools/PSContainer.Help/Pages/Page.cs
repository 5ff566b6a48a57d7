using Markdig.Syntax;

namespace PSContainer.Help.Pages;

/// <summary>A markdown page by its headings.</summary>
/// <param name="File">Its path.</param>
/// <param name="Title">The text of its first heading.</param>
/// <param name="Sections">What is below each heading of the second level.</param>
/// <param name="Document">All of it.</param>
internal sealed record Page(string File, string Title, IReadOnlyList<PageSection> Sections, MarkdownDocument Document)
{
    public string Name => Path.GetFileNameWithoutExtension(File);

    public bool IsAbout => Name.StartsWith("about_", StringComparison.Ordinal);
}
