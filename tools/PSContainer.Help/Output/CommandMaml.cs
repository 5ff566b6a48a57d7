using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using PSContainer.Help.Cmdlets;
using PSContainer.Help.Pages;
using PSContainer.Help.Text;

namespace PSContainer.Help.Output;

/// <summary>One cmdlet's help.</summary>
internal sealed class CommandMaml(MamlWriter writer, CmdletModel cmdlet, CmdletPage page)
{
    private readonly ParameterMaml _parameters = new(writer, page);

    public void Write() => writer.Element("command:command", () =>
    {
        Details();
        writer.Paragraphs("maml:description", BlockText.Of(page.Description.Blocks));
        Syntax();
        Parameters();
        Types("command:inputTypes", "command:inputType", page.Inputs);
        Types("command:returnValues", "command:returnValue", page.Outputs);
        writer.Element("maml:alertSet", () => writer.Paragraphs("maml:alert", BlockText.Of(page.Notes.Blocks)));
        Examples();
        Links();
    });

    private void Details() => writer.Element("command:details", () =>
    {
        writer.Text("command:name", cmdlet.Name);
        writer.Text("command:verb", cmdlet.Verb);
        writer.Text("command:noun", cmdlet.Noun);
        writer.Paragraphs("maml:description", BlockText.Of(page.Synopsis.Blocks));
    });

    private void Syntax() => writer.Element("command:syntax", () =>
    {
        foreach (string set in cmdlet.ParameterSets)
        {
            writer.Element("command:syntaxItem", () =>
            {
                writer.Text("maml:name", cmdlet.Name);
                foreach ((ParameterModel parameter, ParameterUse use) in cmdlet.ParametersOf(set))
                {
                    _parameters.Write(parameter, use, forSyntax: true);
                }
            });
        }
    });

    private void Parameters() => writer.Element("command:parameters", () =>
    {
        foreach (ParameterModel parameter in cmdlet.Parameters.OrderBy(static parameter => parameter.Name, StringComparer.Ordinal))
        {
            _parameters.Write(parameter, parameter.Uses[0], forSyntax: false);
        }
    });

    private void Types(string list, string item, IEnumerable<PageSection> types) => writer.Element(list, () =>
    {
        foreach (PageSection type in types)
        {
            writer.Element(item, () =>
            {
                writer.Element("dev:type", () => writer.Text("maml:name", type.Title));
                writer.Paragraphs("maml:description", BlockText.Of(type.Blocks));
            });
        }
    });

    private void Examples() => writer.Element("command:examples", () =>
    {
        foreach (PageSection example in page.Examples)
        {
            writer.Element("command:example", () =>
            {
                writer.Text("maml:title", $"--- {example.Title} ---");
                writer.Text("dev:code", string.Join("\n\n", example.Blocks.OfType<FencedCodeBlock>().Select(BlockText.Code)));
                // The empty paragraph keeps Get-Help from gluing the next title to this text.
                writer.Paragraphs("dev:remarks", [.. BlockText.Of(example.Blocks), ""]);
            });
        }
    });

    private void Links() => writer.Element("command:relatedLinks", () =>
    {
        foreach (LinkInline link in page.Links.Blocks.OfType<LeafBlock>().SelectMany(static block => block.Inline?.Descendants<LinkInline>() ?? []))
        {
            string url = link.Url?.Contains("://", StringComparison.Ordinal) == true ? link.Url : "";
            writer.Element("maml:navigationLink", () =>
            {
                writer.Text("maml:linkText", link.FirstChild?.ToString() ?? url);
                writer.Text("maml:uri", url);
            });
        }
    });
}
