using System.Diagnostics;
using Xunit.Sdk;

namespace PSContainer.Tests.Engine;

/// <summary>
/// Notes the state of the machine when made, and fails when disposed if something was left by then: mounts, cgroups, processes,
/// container states, descriptors of this process, another host name. Others' containers may come and go meanwhile: what is
/// new has some seconds to go away again.
/// </summary>
/// <remarks>Put <see cref="LeavesNothingAttribute"/> on a test instead where its whole body is meant.</remarks>
internal sealed class LeftoverCheck : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly string[] stateFolders;
    private readonly MachineSnapshot before;

    /// <param name="moreStateFolders">State folders beside those of this process's user.</param>
    public LeftoverCheck(params IEnumerable<string> moreStateFolders)
    {
        stateFolders = [.. moreStateFolders, .. OwnStateFolders()];
        before = MachineSnapshot.Take(stateFolders);
    }

    /// <summary>How long what is new may take to go away.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What is left after the settle time; empty as soon as nothing is.</summary>
    public async Task<IReadOnlyList<string>> FindAsync()
    {
        IReadOnlyList<string> left = Changes();
        var clock = Stopwatch.StartNew();
        while (left.Count > 0 && clock.Elapsed < SettleTime)
        {
            await Task.Delay(Pause).ConfigureAwait(false);
            left = [.. left.Intersect(Changes())];
        }

        return left;
    }

    public async ValueTask DisposeAsync() => Report(await FindAsync().ConfigureAwait(false));

    public void Dispose() => Report(FindAsync().GetAwaiter().GetResult());

    private static void Report(IReadOnlyList<string> left)
    {
        if (left.Count > 0)
        {
            throw new XunitException($"Something was left behind:\n  {string.Join("\n  ", left)}");
        }
    }

    private static IEnumerable<string> OwnStateFolders()
    {
        yield return "/run/pscontainer";
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtimeFolder)
        {
            yield return Path.Combine(runtimeFolder, "pscontainer");
        }
    }

    private IReadOnlyList<string> Changes() => MachineSnapshot.Take(stateFolders).ChangesSince(before);
}
