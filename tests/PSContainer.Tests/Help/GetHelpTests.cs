using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Help;

/// <summary>What Get-Help tells of each cmdlet and topic, held against what the engine knows of them.</summary>
public sealed class GetHelpTests : IDisposable
{
    private readonly PowerShellEngine engine = new();

    public static TheoryData<string> Cmdlets() => new(HelpPages.Cmdlets);

    public static TheoryData<string> Topics() => new(HelpPages.Topics);

    public void Dispose() => engine.Dispose();

    [Fact]
    public void Every_cmdlet_of_the_module_has_a_page() =>
        Assert.Equal(HelpPages.Cmdlets, engine.Run("(Get-Module PSContainer).ExportedCmdlets.Keys").ThrowOnErrors().Lines.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void No_part_is_empty(string cmdlet)
    {
        const string script = """
            param($Name)
            $help = Get-Help $Name -Full
            @{
                Synopsis = $help.Synopsis; Description = $help.description.Text; Notes = $help.alertSet.alert.Text
                Inputs = $help.inputTypes.inputType.type.name; Outputs = $help.returnValues.returnValue.type.name
                Code = $help.examples.example.code; Links = $help.relatedLinks.navigationLink.linkText
            }.GetEnumerator() | ForEach-Object { if (-not "$($_.Value)".Trim()) { $_.Key } }
            $help.parameters.parameter | ForEach-Object { if (-not "$($_.description.Text)".Trim()) { "-$($_.name)" } }
            $help.examples.example | ForEach-Object { if (-not "$($_.code)".Trim() -or -not "$($_.remarks.Text)".Trim()) { $_.title } }
            """;
        Assert.Empty(engine.Run(script, cmdlet).ThrowOnErrors().Lines);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_syntax_is_the_engines(string cmdlet)
    {
        const string ofHelp = """
            param($Name)
            (Get-Help $Name -Full).syntax.syntaxItem | ForEach-Object {
                @($_.parameter | ForEach-Object { "$($_.name)|$($_.required)|$($_.position)|$($_.pipelineInput)" }) -join ', '
            }
            """;
        const string ofEngine = """
            param($Name)
            $common = [Management.Automation.Cmdlet]::CommonParameters
            (Get-Command $Name).ParameterSets | ForEach-Object {
                $shown = $_.Parameters | Where-Object Name -NotIn $common
                $positional = [Linq.Enumerable]::OrderBy([object[]] @($shown | Where-Object Position -ge 0), [Func[object, int]] { $args[0].Position })
                $named = @($shown | Where-Object Position -lt 0)
                @(@($positional) + @($named | Where-Object IsMandatory) + @($named | Where-Object IsMandatory -eq $false) | ForEach-Object {
                    $from = @(if ($_.ValueFromPipelineByPropertyName) { 'ByPropertyName' }; if ($_.ValueFromPipeline) { 'ByValue' }) -join ', '
                    "$($_.Name)|$("$($_.IsMandatory)".ToLower())|$($_.Position -ge 0 ? $_.Position : 'named')|$($from ? "True ($from)" : 'False')"
                }) -join ', '
            }
            """;
        static IEnumerable<string> Sorted(EngineResult result) => result.ThrowOnErrors().Lines.Select(SortNamed).Order(StringComparer.Ordinal);
        Assert.Equal(Sorted(engine.Run(ofEngine, cmdlet)), Sorted(engine.Run(ofHelp, cmdlet)));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void It_is_shown_whole(string cmdlet)
    {
        string shown = engine.Show("param($Name) Get-Help $Name -Full", cmdlet);
        Assert.All(["NAME", "SYNOPSIS", "SYNTAX", "DESCRIPTION", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "Example 1", "RELATED LINKS"],
            part => Assert.Contains(part, shown, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_is_found_and_fits_a_console(string topic)
    {
        string text = engine.Run("param($Name) Get-Help $Name", topic).ThrowOnErrors().Text;
        Assert.StartsWith($"TOPIC\n    {topic}\n\nSHORT DESCRIPTION\n    ", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n').Where(static line => !line.StartsWith("        ", StringComparison.Ordinal)), line => Assert.True(line.Length <= 80, line));
    }

    // Two that are named have no order: the engine's own is that of the type's properties, which is not documented.
    private static string SortNamed(string line) => string.Join(", ", line.Split(", ").OrderBy(
        static part => part.Contains("|named|", StringComparison.Ordinal) ? part : "", StringComparer.Ordinal));
}
