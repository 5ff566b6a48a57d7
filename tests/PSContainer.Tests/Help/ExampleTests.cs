using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Help;

/// <summary>Every example of the help and of the README, in the bare engine; tests/Pester/Help.Tests.ps1 runs the same in pwsh.</summary>
[Collection(WholeMachine.Collection)]
public sealed class ExampleTests(ExampleRuns runs) : IClassFixture<ExampleRuns>
{
    private const int Skipped = 77;

    public static TheoryData<string, int> Examples() => new(HelpPages.Examples);

    [Theory]
    [MemberData(nameof(Examples))]
    public void It_does_what_its_page_says(string page, int number)
    {
        EngineProcessResult result = runs.Of(page, number);
        Assert.SkipWhen(result.ExitCode == Skipped, result.Output.Trim());
        result.ThrowOnErrors();
    }

    [Fact]
    public void Together_they_leave_nothing_behind() => Assert.Empty(runs.Left);
}
