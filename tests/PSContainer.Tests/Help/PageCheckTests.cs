using PSContainer.Help;

namespace PSContainer.Tests.Help;

/// <summary>What makes the build fail: a page with each mistake, among all the others.</summary>
public sealed class PageCheckTests : IDisposable
{
    private const string Page = "Stop-Container.md";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("help-");

    public PageCheckTests()
    {
        foreach (string file in Directory.EnumerateFiles(HelpPages.Folder, "*.md"))
        {
            File.Copy(file, In(Path.GetFileName(file)));
        }
    }

    private string Output => Path.Combine(folder.FullName, "out");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_pages_as_they_are_give_the_files_that_ship()
    {
        Assert.Equal("", Build());
        string shipped = Path.Combine(Engine.BuildPaths.ModuleFolder, "en-US");
        Assert.Equal(Directory.GetFiles(shipped).Select(Path.GetFileName).Order(), Directory.GetFiles(Output).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(shipped), file => Assert.Equal(File.ReadAllText(file), File.ReadAllText(Path.Combine(Output, Path.GetFileName(file)))));
    }

    [Theory]
    [InlineData("### -Timeout", "### -Patience", "has a parameter -Timeout, which the page does not describe")]
    [InlineData("### -Timeout", "### -Patience", "Stop-Container has no parameter '-Patience'")]
    [InlineData("Sends SIGKILL at once.", "", "'-Force' has no text")]
    [InlineData("Stops containers.", "", "'SYNOPSIS' has no text")]
    [InlineData("## NOTES", "## REMARKS", "its sections have to be, in this order")]
    [InlineData("# Stop-Container\n", "# Halt-Container\n", "its first heading has to be '# Stop-Container'")]
    [InlineData("(Wait-Container.md)", "(Await-Container.md)", "there is no 'Await-Container.md'")]
    [InlineData("```powershell\nStop-Container web -Force", "```sh\nStop-Container web -Force", "has to have one block of code")]
    [InlineData("## INPUTS\n\n### PSContainer.Container", "## INPUTS\n\n### System.String", "INPUTS has to have an item")]
    [InlineData("## OUTPUTS\n\n### PSContainer.Container", "## OUTPUTS\n\n### System.String", "OUTPUTS has to have an item")]
    public void A_mistake_in_a_page_is_named_with_its_place(string right, string wrong, string problem)
    {
        string text = File.ReadAllText(In(Page));
        Assert.Contains(right, text, StringComparison.Ordinal);
        File.WriteAllText(In(Page), text.Replace(right, wrong, StringComparison.Ordinal));
        string problems = Build();
        Assert.Matches(@$"(?m)^{In(Page)}\(\d+\): error HELP001: .*{System.Text.RegularExpressions.Regex.Escape(problem)}", problems);
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public void A_cmdlet_without_a_page_is_named()
    {
        File.Delete(In(Page));
        Assert.Contains("the cmdlet Stop-Container has no page", Build(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_without_a_cmdlet_is_named()
    {
        File.Copy(In(Page), In("Halt-Container.md"));
        Assert.Contains("the module has no cmdlet 'Halt-Container'", Build(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_topic_that_is_gone_leaves_no_file()
    {
        Assert.Equal("", Build());
        string left = Path.Combine(Output, "about_Gone.help.txt");
        File.WriteAllText(left, "");
        Assert.Equal("", Build());
        Assert.False(File.Exists(left));
    }

    private string In(string file) => Path.Combine(folder.FullName, file);

    private string Build()
    {
        var problems = new Problems();
        IEnumerable<string> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':')
            .Append(typeof(Container).Assembly.Location).Append(typeof(ContainerImage).Assembly.Location);
        HelpBuild.Run(Path.Combine(Engine.BuildPaths.ModuleFolder, "PSContainer.dll"), references, folder.FullName, Output, problems);
        using var text = new StringWriter();
        problems.WriteTo(text);
        return text.ToString();
    }
}
