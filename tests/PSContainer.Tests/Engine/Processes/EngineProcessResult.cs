namespace PSContainer.Tests.Engine;

/// <summary>How a script in a process of its own ended, and what it wrote.</summary>
internal sealed record EngineProcessResult(int ExitCode, string Output, string Errors)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Fails the test with what was written, if the script failed or wrote an error.</summary>
    public EngineProcessResult ThrowOnErrors()
    {
        Assert.True(ExitCode == 0 && Errors.Length == 0, $"The script ended with {ExitCode}.\nOutput: {Output}\nErrors: {Errors}");
        return this;
    }
}
