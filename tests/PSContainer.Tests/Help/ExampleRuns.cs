using System.Collections.Concurrent;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Help;

/// <summary>
/// All examples, run side by side, each in an engine of its own that sees no containers but the example's: some stop all that
/// there are.
/// </summary>
public sealed class ExampleRuns : IAsyncLifetime
{
    /// <summary>As root: an empty /run, which has the state folder, in a mount namespace of the engine's own.</summary>
    private static readonly string[] s_emptyRun =
    [
        "unshare", "--mount", "--propagation", "private", "--", "sh", "-c", "mount -t tmpfs -o mode=755 tmpfs /run && exec \"$@\"", "sh",
    ];

    private readonly ConcurrentDictionary<(string, int), EngineProcessResult> results = new();

    /// <summary>What was not there before.</summary>
    public IReadOnlyList<string> Left { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        using var machine = new MachineLock();
        var check = new LeftoverCheck();
        Parallel.ForEach(HelpPages.Examples, new() { MaxDegreeOfParallelism = Environment.ProcessorCount }, example => results[example] = Run(example));

        // As root the examples have a state folder of their own each, which they empty: what is new in the machine's is somebody else's.
        Left = [.. (await check.FindAsync()).Where(static line => !Environment.IsPrivilegedProcess || !line.StartsWith("state ", StringComparison.Ordinal))];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal EngineProcessResult Of(string page, int number) => results[(page, number)];

    private static EngineProcessResult Run((string Page, int Number) example)
    {
        string script = Path.Combine(BuildPaths.PesterFolder, "Help.Example.ps1");
        string page = Path.Combine(BuildPaths.RepositoryRoot, example.Page);
        string call = $"& '{script}' -Page '{page}' -Number {example.Number}; exit $LASTEXITCODE";
        return Environment.IsPrivilegedProcess
            ? EngineProcess.Run(call, new() { Prefix = s_emptyRun })
            : RunWithOwnState(call);
    }

    private static EngineProcessResult RunWithOwnState(string call)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("example-run-");
        try
        {
            return EngineProcess.Run(call, new() { Environment = new Dictionary<string, string?> { ["XDG_RUNTIME_DIR"] = folder.FullName } });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
