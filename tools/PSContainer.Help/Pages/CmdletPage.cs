namespace PSContainer.Help.Pages;

/// <summary>A cmdlet's page, by the sections that help has.</summary>
internal sealed class CmdletPage
{
    private static readonly string[] s_titles = ["SYNOPSIS", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    private readonly Dictionary<string, PageSection> _sections;

    private CmdletPage(Page page)
    {
        Page = page;
        _sections = page.Sections.DistinctBy(static section => section.Title).ToDictionary(static section => section.Title);
    }

    public Page Page { get; }

    public PageSection Synopsis => Section("SYNOPSIS");

    public PageSection Description => Section("DESCRIPTION");

    public IReadOnlyList<PageSection> Examples => Section("EXAMPLES").Items;

    public IReadOnlyList<PageSection> Parameters => Section("PARAMETERS").Items;

    public IReadOnlyList<PageSection> Inputs => Section("INPUTS").Items;

    public IReadOnlyList<PageSection> Outputs => Section("OUTPUTS").Items;

    public PageSection Notes => Section("NOTES");

    public PageSection Links => Section("RELATED LINKS");

    public static CmdletPage Of(Page page, Problems problems)
    {
        if (page.Title != page.Name)
        {
            problems.Add(page.File, 0, $"its first heading has to be '# {page.Name}'");
        }

        if (!page.Sections.Select(static section => section.Title).SequenceEqual(s_titles))
        {
            problems.Add(page.File, 0, $"its sections have to be, in this order: {string.Join(", ", s_titles)}");
        }

        foreach (PageSection section in page.Sections.SelectMany(static section => section.Items.Prepend(section)).Where(IsEmpty))
        {
            problems.Add(page.File, section.Line, $"'{section.Title}' has no text");
        }

        return new CmdletPage(page);
    }

    private static bool IsEmpty(PageSection section) => section.Blocks.Count == 0 && section.Items.Count == 0;

    private PageSection Section(string title) => _sections.TryGetValue(title, out PageSection? section) ? section : new(title, 0);
}
