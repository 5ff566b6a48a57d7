using System.Collections.Concurrent;
using PSContainer.Errors;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>
/// Removes, on a thread that nobody waits for, what launchers have moved out of the way: at once what has come together in a moment, as to
/// remove each by itself competes with the next launch. What is left when PowerShell is killed, the next removes.
/// </summary>
internal static class TrashSweep
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(250);
    private static readonly ConcurrentDictionary<string, ImageStore> s_due = new();

    static TrashSweep() => AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
    {
        foreach (string root in s_due.Keys)
        {
            Sweep(root);
        }
    };

    /// <summary>Sees to it that a store's trash is emptied soon.</summary>
    public static void Begin(ImageStore images)
    {
        string root = images.Path;
        if (s_due.TryAdd(root, images))
        {
            _ = Task.Delay(s_moment).ContinueWith(_ => Sweep(root), TaskScheduler.Default);
        }
    }

    private static void Sweep(string root)
    {
        if (!s_due.TryRemove(root, out ImageStore? images))
        {
            return;
        }

        try
        {
            images.EmptyTrash();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ContainerException or LinuxException)
        {
            // The whole store was removed meanwhile, or belongs to somebody else by now.
        }
    }
}
