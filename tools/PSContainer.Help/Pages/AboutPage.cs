namespace PSContainer.Help.Pages;

/// <summary>An about_ topic. Its first section is the short description.</summary>
internal sealed record AboutPage(string Name, Page Page)
{
    private const string First = "Short description";

    public static AboutPage Of(Page page, Problems problems)
    {
        if (page.Title != page.Name)
        {
            problems.Add(page.File, 0, $"its first heading has to be '# {page.Name}'");
        }

        if (page.Sections is not [{ Title: First }, ..])
        {
            problems.Add(page.File, 0, $"its first section has to be '## {First}'");
        }

        return new AboutPage(page.Name, page);
    }
}
