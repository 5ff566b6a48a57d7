using System.Text;
using Markdig.Syntax.Inlines;

namespace PSContainer.Help.Text;

/// <summary>A line of markdown as it is read on a console: without its marks.</summary>
internal static class InlineText
{
    public static string Of(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        Append(text, inlines);
        return text.ToString().Trim();
    }

    private static void Append(StringBuilder text, ContainerInline? inlines)
    {
        foreach (Inline inline in inlines ?? Enumerable.Empty<Inline>())
        {
            switch (inline)
            {
                case LiteralInline literal: text.Append(literal.Content); break;
                // A bar in a table's cell is written with a backslash, in code too.
                case CodeInline code: text.Append(code.Content.Replace("\\|", "|", StringComparison.Ordinal)); break;
                case LineBreakInline: text.Append(' '); break;
                case HtmlEntityInline entity: text.Append(entity.Transcoded); break;
                case AutolinkInline link: text.Append(link.Url); break;
                case LinkInline link: Link(text, link); break;
                case ContainerInline container: Append(text, container); break;
                default: break;
            }
        }
    }

    // A page of this help is found by its name; only other addresses are worth reading.
    private static void Link(StringBuilder text, LinkInline link)
    {
        Append(text, link);
        if (link.Url?.Contains("://", StringComparison.Ordinal) == true)
        {
            text.Append(" (").Append(link.Url).Append(')');
        }
    }
}
