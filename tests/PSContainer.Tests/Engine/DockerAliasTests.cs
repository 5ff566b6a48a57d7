using System.Management.Automation.Language;

namespace PSContainer.Tests.Engine;

/// <summary>Docker's words: a module of their own, whose aliases are all of cmdlets that there are. pwsh imports it in the Pester suite.</summary>
public sealed class DockerAliasTests
{
    [Fact]
    public void Each_leads_to_a_cmdlet()
    {
        using var engine = new PowerShellEngine();
        string[] cmdlets = [.. engine.Run("(Get-Command -Module PSContainer).Name").ThrowOnErrors().Lines];
        (string Word, string Cmdlet)[] words = Words();
        Assert.Contains(("docker-run", "Invoke-ContainerCommand"), words);
        Assert.All(words, word =>
        {
            Assert.StartsWith("docker-", word.Word, StringComparison.Ordinal);
            Assert.Contains(word.Cmdlet, cmdlets);
        });
    }

    [Fact]
    public void Nobody_has_them_by_default()
    {
        using var engine = new PowerShellEngine();
        Assert.Empty(engine.Run("(Get-Module PSContainer).ExportedAliases.Keys").ThrowOnErrors().Lines);
    }

    private static (string Word, string Cmdlet)[] Words()
    {
        string folder = Path.Combine(BuildPaths.RepositoryRoot, "out/PSContainer.DockerAliases");
        string file = Assert.Single(Directory.EnumerateFiles(folder, "PSContainer.DockerAliases.psm1", SearchOption.AllDirectories));
        ScriptBlockAst script = Parser.ParseFile(file, out _, out ParseError[] errors);
        Assert.Empty(errors);
        var table = (HashtableAst)script.Find(static ast => ast is HashtableAst, searchNestedScriptBlocks: false);
        return [.. table.KeyValuePairs.Select(static pair => ((string)pair.Item1.SafeGetValue(), (string)((PipelineAst)pair.Item2).GetPureExpression().SafeGetValue()))];
    }
}
