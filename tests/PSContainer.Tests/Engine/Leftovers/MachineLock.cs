namespace PSContainer.Tests.Engine;

/// <summary>
/// Keeps test runs of several checkouts on one machine from seeing each other's containers: one at a time looks at the whole machine.
/// A courtesy, not a guarantee: whoever does not get it in time goes on without it.
/// </summary>
internal sealed class MachineLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly FileStream? file;

    public MachineLock()
    {
        FileStream? taken = null;
        SpinWait.SpinUntil(() => TryTake(out taken), Patience);
        file = taken;
    }

    public void Dispose() => file?.Dispose();

    /// <summary>The runtime takes flock(2)'s exclusive lock for a file that is shared with nobody.</summary>
    /// <returns>Whether there is nothing to wait for.</returns>
    private static bool TryTake(out FileStream? taken)
    {
        taken = null;
        try
        {
            taken = new FileStream(Path.Combine(Path.GetTempPath(), "pscontainer-tests.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return true; // Another user's.
        }
        catch (IOException)
        {
            Thread.Sleep(20);
            return false;
        }
    }
}
