using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using PSContainer.Help.Text;

namespace PSContainer.Help.Pages;

/// <summary>Reads a page. Comments are for those who edit it, and are left out.</summary>
internal static class PageReader
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().Build();

    public static Page Read(string file)
    {
        MarkdownDocument document = Markdown.Parse(File.ReadAllText(file), s_pipeline);
        string title = "";
        var sections = new List<PageSection>();
        foreach (Block block in document)
        {
            switch (block)
            {
                case HeadingBlock { Level: 1 } heading: title = InlineText.Of(heading.Inline); break;
                case HeadingBlock { Level: 2 } heading: sections.Add(Section(heading)); break;
                case HeadingBlock { Level: 3 } heading when sections.Count > 0: sections[^1].Items.Add(Section(heading)); break;
                case YamlFrontMatterBlock or HtmlBlock or LinkReferenceDefinitionGroup: break;
                default: (sections.LastOrDefault() is { } last ? last.Items.LastOrDefault() ?? last : null)?.Blocks.Add(block); break;
            }
        }

        return new Page(file, title, sections, document);
    }

    private static PageSection Section(HeadingBlock heading) => new(InlineText.Of(heading.Inline), heading.Line + 1);
}
