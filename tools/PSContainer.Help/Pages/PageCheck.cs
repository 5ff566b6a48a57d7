using Markdig.Syntax;
using PSContainer.Help.Cmdlets;
using PSContainer.Help.Text;

namespace PSContainer.Help.Pages;

/// <summary>Holds a page against its cmdlet: all that is there is described, and nothing else.</summary>
internal static class PageCheck
{
    private static readonly string[] s_optional = ["WhatIf", "Confirm"];

    public static void Run(CmdletModel cmdlet, CmdletPage page, Problems problems)
    {
        Parameters(cmdlet, page, problems);
        Outputs(cmdlet, page, problems);
        Inputs(cmdlet, page, problems);
        Examples(page, problems);
    }

    private static void Parameters(CmdletModel cmdlet, CmdletPage page, Problems problems)
    {
        string[] described = [.. page.Parameters.Select(static item => item.Title.TrimStart('-'))];
        foreach (ParameterModel parameter in cmdlet.Parameters.Where(p => !described.Contains(p.Name) && !s_optional.Contains(p.Name)))
        {
            problems.Add(page.Page.File, 0, $"{cmdlet.Name} has a parameter -{parameter.Name}, which the page does not describe ('### -{parameter.Name}')");
        }

        foreach (PageSection item in page.Parameters)
        {
            if (cmdlet.Parameters.All(parameter => "-" + parameter.Name != item.Title))
            {
                problems.Add(page.Page.File, item.Line, $"{cmdlet.Name} has no parameter '{item.Title}'");
            }
            else if (BlockText.Of(item.Blocks).Count == 0)
            {
                problems.Add(page.Page.File, item.Line, $"{item.Title} has no text");
            }
        }
    }

    private static void Outputs(CmdletModel cmdlet, CmdletPage page, Problems problems)
    {
        string[] wanted = cmdlet.OutputTypes is { Count: > 0 } types ? [.. types] : ["None"];
        if (!page.Outputs.Select(static item => item.Title).Order().SequenceEqual(wanted.Order()))
        {
            problems.Add(page.Page.File, 0, $"OUTPUTS has to have an item for each of {cmdlet.Name}'s types: {string.Join(", ", wanted)}");
        }
    }

    // What is bound as an object may be of any type; the page says which are meant.
    private static void Inputs(CmdletModel cmdlet, CmdletPage page, Problems problems)
    {
        string[] wanted = [.. cmdlet.Parameters.Where(static p => p.Uses.Any(static use => use.ByValue)).Select(static p => p.ElementType).Distinct()];
        bool any = wanted.Contains("System.Management.Automation.PSObject") || wanted.Contains("System.Object");
        string[] named = [.. page.Inputs.Select(static item => item.Title)];
        if (named.Length == 0 || (!any && !named.SequenceEqual(wanted.Length == 0 ? ["None"] : wanted)))
        {
            problems.Add(page.Page.File, 0, $"INPUTS has to have an item for what the pipeline may bring: {(wanted.Length == 0 ? "None" : string.Join(", ", wanted))}");
        }
    }

    private static void Examples(CmdletPage page, Problems problems)
    {
        if (page.Examples.Count == 0)
        {
            problems.Add(page.Page.File, 0, "EXAMPLES has none");
        }

        foreach (PageSection example in page.Examples)
        {
            if (example.Blocks.OfType<FencedCodeBlock>().Count(static block => block.Info == "powershell") != 1)
            {
                problems.Add(page.Page.File, example.Line, $"'{example.Title}' has to have one block of code that begins with ```powershell");
            }
            else if (BlockText.Of(example.Blocks).Count == 0)
            {
                problems.Add(page.Page.File, example.Line, $"'{example.Title}' says nothing");
            }
        }
    }
}
