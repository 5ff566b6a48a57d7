using Markdig.Syntax;

namespace PSContainer.Help.Pages;

/// <summary>A heading, what follows it, and the headings one level below.</summary>
internal sealed class PageSection(string title, int line)
{
    public string Title { get; } = title;

    /// <summary>From 1.</summary>
    public int Line { get; } = line;

    public List<Block> Blocks { get; } = [];

    public List<PageSection> Items { get; } = [];
}
