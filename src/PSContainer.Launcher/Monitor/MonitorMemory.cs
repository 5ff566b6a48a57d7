using System.Globalization;
using System.Runtime;
using PSContainer.Interop;

namespace PSContainer.Launcher.Monitor;

/// <summary>
/// The memory of a monitor, which waits for most of its life: what a launch or a burst of output has taken is given back, and the
/// pages of the program too, which come back from its file when they are needed.
/// </summary>
internal sealed unsafe class MonitorMemory
{
    private readonly List<Action> _releases = [];

    /// <summary>Whether something was done since memory was last given back.</summary>
    public bool IsUsed { get; private set; } = true;

    /// <summary>Has that called too.</summary>
    public void Add(Action release) => _releases.Add(release);

    /// <summary>Something was done.</summary>
    public void Used() => IsUsed = true;

    /// <summary>Gives back what can be had again.</summary>
    public void Release()
    {
        foreach (Action release in _releases)
        {
            release();
        }

        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        ProgramPages.Release();
        IsUsed = false;
    }
}
