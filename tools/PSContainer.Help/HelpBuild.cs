using PSContainer.Help.Cmdlets;
using PSContainer.Help.Output;
using PSContainer.Help.Pages;

namespace PSContainer.Help;

/// <summary>Pages in, help files out; nothing is written unless all of it is right.</summary>
internal static class HelpBuild
{
    public static void Run(string assembly, IEnumerable<string> references, string pages, string output, Problems problems)
    {
        IReadOnlyList<CmdletModel> cmdlets = CmdletReader.Read(Path.GetFullPath(assembly), references);
        List<Page> all = [.. Directory.GetFiles(pages, "*.md").Order(StringComparer.Ordinal).Select(PageReader.Read)];
        List<(CmdletModel, CmdletPage)> pairs = [.. Pair(cmdlets, all, pages, problems)];
        List<AboutPage> topics = [.. all.Where(static page => page.IsAbout).Select(page => AboutPage.Of(page, problems))];
        LinkCheck.Run(all, problems);
        if (!problems.Any)
        {
            Write(Path.GetFileNameWithoutExtension(assembly), pairs, topics, output);
        }
    }

    private static IEnumerable<(CmdletModel, CmdletPage)> Pair(IReadOnlyList<CmdletModel> cmdlets, List<Page> pages, string folder, Problems problems)
    {
        foreach (Page page in pages.Where(page => !page.IsAbout && cmdlets.All(cmdlet => cmdlet.Name != page.Name)))
        {
            problems.Add(page.File, 0, $"the module has no cmdlet '{page.Name}'");
        }

        foreach (CmdletModel cmdlet in cmdlets)
        {
            if (pages.Find(page => page.Name == cmdlet.Name) is not { } page)
            {
                problems.Add(Path.Combine(folder, cmdlet.Name + ".md"), 0, $"the cmdlet {cmdlet.Name} has no page");
                continue;
            }

            CmdletPage read = CmdletPage.Of(page, problems);
            PageCheck.Run(cmdlet, read, problems);
            yield return (cmdlet, read);
        }
    }

    private static void Write(string module, List<(CmdletModel Cmdlet, CmdletPage Page)> pairs, List<AboutPage> topics, string output)
    {
        Directory.CreateDirectory(output);
        foreach (string old in Directory.EnumerateFiles(output, "*.help.txt"))
        {
            File.Delete(old);
        }

        foreach (AboutPage topic in topics)
        {
            File.WriteAllText(Path.Combine(output, topic.Name + ".help.txt"), AboutText.Of(topic));
        }

        MamlFile.Write(Path.Combine(output, $"{module}.dll-Help.xml"), pairs);
    }
}
