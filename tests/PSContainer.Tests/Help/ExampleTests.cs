using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Help;

/// <summary>
/// Every example of the help and of the README, in an engine of its own that sees no containers but the example's: some stop all
/// that there are. tests/Pester/Help.Tests.ps1 runs the same in pwsh.
/// </summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class ExampleTests
{
    private const int Skipped = 77;

    /// <summary>As root: an empty /run, which has the state folder, in a mount namespace of the engine's own.</summary>
    private static readonly string[] s_emptyRun =
    [
        "unshare", "--mount", "--propagation", "private", "--", "sh", "-c", "mount -t tmpfs -o mode=755 tmpfs /run && exec \"$@\"", "sh",
    ];

    public static TheoryData<string, int> Examples() => new(HelpPages.Examples);

    [Theory]
    [MemberData(nameof(Examples))]
    public void It_does_what_its_page_says(string page, int number)
    {
        string script = Path.Combine(BuildPaths.PesterFolder, "Help.Example.ps1");
        string call = $"& '{script}' -Page '{Path.Combine(BuildPaths.RepositoryRoot, page)}' -Number {number}; exit $LASTEXITCODE";
        EngineProcessResult result = Run(call);
        Assert.SkipWhen(result.ExitCode == Skipped, result.Output.Trim());
        result.ThrowOnErrors();
    }

    private static EngineProcessResult Run(string call)
    {
        if (Environment.IsPrivilegedProcess)
        {
            return EngineProcess.Run(call, new EngineProcessOptions { Prefix = s_emptyRun });
        }

        DirectoryInfo runtimeFolder = Directory.CreateTempSubdirectory("example-run-");
        try
        {
            return EngineProcess.Run(call, new() { Environment = new Dictionary<string, string?> { ["XDG_RUNTIME_DIR"] = runtimeFolder.FullName } });
        }
        finally
        {
            runtimeFolder.Delete(recursive: true);
        }
    }
}
