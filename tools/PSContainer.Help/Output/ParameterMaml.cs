using Markdig.Syntax;
using PSContainer.Help.Cmdlets;
using PSContainer.Help.Pages;
using PSContainer.Help.Text;

namespace PSContainer.Help.Output;

/// <summary>One parameter's help, with its page's text and its declaration's facts.</summary>
internal sealed class ParameterMaml(MamlWriter writer, CmdletPage page)
{
    private const string DefaultKey = "Default value:";

    public void Write(ParameterModel parameter, ParameterUse use, bool forSyntax) => writer.Element(
        "command:parameter", () => Content(parameter, forSyntax),
        ("required", Word(use.IsMandatory)),
        ("variableLength", Word(parameter.Type.EndsWith("[]", StringComparison.Ordinal))),
        ("globbing", Word(parameter.TakesWildcards)),
        ("pipelineInput", use.Pipeline),
        ("position", use.Position is { } position ? $"{position}" : "named"),
        ("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)));

    private void Content(ParameterModel parameter, bool forSyntax)
    {
        PageSection? item = page.Parameters.FirstOrDefault(item => item.Title == "-" + parameter.Name);
        writer.Text("maml:name", parameter.Name);
        writer.Paragraphs("maml:description", item is null ? [Common(parameter.Name)] : BlockText.Of(item.Blocks));
        if (parameter.Values.Count > 0 && forSyntax)
        {
            writer.Element("command:parameterValueGroup", () =>
            {
                foreach (string value in parameter.Values)
                {
                    writer.Text("command:parameterValue", value, ("required", "false"), ("variableLength", "false"));
                }
            });
        }

        // In the syntax a switch stands without a value; among the parameters it has a type like any other.
        if (!parameter.IsSwitch || !forSyntax)
        {
            writer.Text("command:parameterValue", parameter.Type, ("required", Word(!parameter.IsSwitch)), ("variableLength", "false"));
        }

        writer.Element("dev:type", () => writer.Text("maml:name", parameter.Type));
        writer.Text("dev:defaultValue", Default(item) ?? (parameter.IsSwitch ? "False" : "None"));
    }

    /// <summary>What the page's yaml says; other facts of a parameter are the declaration's to say.</summary>
    private static string? Default(PageSection? item) => item?.Blocks.OfType<FencedCodeBlock>()
        .Where(static block => block.Info == "yaml")
        .SelectMany(static block => BlockText.Code(block).Split('\n'))
        .Where(static line => line.StartsWith(DefaultKey, StringComparison.Ordinal))
        .Select(static line => line[DefaultKey.Length..].Trim())
        .FirstOrDefault();

    private static string Common(string name) => name == "WhatIf" ? "Shows what would be done, and does nothing." : "Asks before each thing that is done.";

    private static string Word(bool value) => value ? "true" : "false";
}
