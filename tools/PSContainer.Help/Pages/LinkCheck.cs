using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace PSContainer.Help.Pages;

/// <summary>Links from page to page lead somewhere.</summary>
internal static class LinkCheck
{
    public static void Run(IEnumerable<Page> pages, Problems problems)
    {
        foreach (Page page in pages)
        {
            foreach (LinkInline link in page.Document.Descendants<LinkInline>().Where(link => IsBroken(page, link)))
            {
                problems.Add(page.File, link.Line + 1, $"there is no '{link.Url}'");
            }
        }
    }

    private static bool IsBroken(Page page, LinkInline link) =>
        link.Url is { } url && !url.Contains("://", StringComparison.Ordinal)
        && !File.Exists(Path.Combine(Path.GetDirectoryName(page.File)!, url.Split('#')[0]));
}
