using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using PSContainer.Help.Pages;
using PSContainer.Help.Text;

namespace PSContainer.Help.Output;

/// <summary>An about_ topic as text for a console of 80 columns: headings in capitals, what is below them indented.</summary>
internal static class AboutText
{
    private const int Width = 80;

    public static string Of(AboutPage topic)
    {
        var text = new StringBuilder();
        text.Append("TOPIC\n    ").Append(topic.Name).Append('\n');
        foreach (PageSection section in topic.Page.Sections)
        {
            text.Append('\n').Append(section.Title.ToUpperInvariant()).Append('\n');
            Blocks(text, section.Blocks, indent: 4);
            foreach (PageSection item in section.Items)
            {
                text.Append("\n  ").Append(item.Title).Append('\n');
                Blocks(text, item.Blocks, indent: 4);
            }
        }

        return text.ToString();
    }

    private static void Blocks(StringBuilder text, IReadOnlyList<Block> blocks, int indent)
    {
        for (int i = 0; i < blocks.Count; i++)
        {
            text.Append(i > 0 ? "\n" : "");
            foreach (string line in Lines(blocks[i], Width - indent))
            {
                text.Append(' ', line.Length > 0 ? indent : 0).Append(line).Append('\n');
            }
        }
    }

    private static IEnumerable<string> Lines(Block block, int width) => block switch
    {
        CodeBlock code => BlockText.Code(code).Split('\n').Select(static line => "    " + line),
        Table table => TextTable.Lines(table, width),
        ListBlock list => list.SelectMany((item, index) => Item(BlockText.Mark(list, index), (ListItemBlock)item, width)),
        _ => BlockText.Of([block]).SelectMany(paragraph => TextWrap.Lines(paragraph, width)),
    };

    private static IEnumerable<string> Item(string mark, ListItemBlock item, int width) =>
        TextWrap.Lines(string.Join(' ', BlockText.Of(item)), width - mark.Length - 1)
            .Select((line, index) => (index == 0 ? mark : new string(' ', mark.Length)) + " " + line);
}
