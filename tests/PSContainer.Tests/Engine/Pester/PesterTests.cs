namespace PSContainer.Tests.Engine;

/// <summary>One test here for all of tests/Pester: what fails there is listed in its message.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class PesterTests(ITestOutputHelper output)
{
    [Fact]
    public void The_Pester_suites_pass_in_pwsh()
    {
        string? whyNot = PesterRunner.WhyNot();
        Assert.SkipWhen(whyNot is not null, whyNot ?? "");
        PesterReport report = PesterRunner.Run();
        output.WriteLine(report.ToString());
        Assert.True(report.Failed == 0, report.ToString());
        Assert.True(report.Passed > 0, "Pester found no test.");
    }
}
