using Markdig.Syntax;

namespace PSContainer.Help.Text;

/// <summary>Blocks of markdown as paragraphs of plain text; code is left out.</summary>
internal static class BlockText
{
    public static IReadOnlyList<string> Of(IEnumerable<Block> blocks) => [.. blocks.SelectMany(Of)];

    /// <summary>The lines of a block of code.</summary>
    public static string Code(LeafBlock code) => code.Lines.ToString().TrimEnd();

    private static IEnumerable<string> Of(Block block) => block switch
    {
        ParagraphBlock paragraph => [InlineText.Of(paragraph.Inline)],
        ListBlock list => list.OfType<ListItemBlock>().Select((item, index) => $"{Mark(list, index)} {string.Join(' ', Of(item))}"),
        ContainerBlock container => Of(container),
        _ => [],
    };

    private static IReadOnlyList<string> Of(ContainerBlock container) => Of((IEnumerable<Block>)container);

    public static string Mark(ListBlock list, int index) => list.IsOrdered ? $"{index + 1}." : "-";
}
