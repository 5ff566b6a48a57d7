using PSContainer.Errors;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>Removes, on a thread that nobody waits for, what launchers have moved out of the way. What is left when PowerShell ends, the next removes.</summary>
internal static class TrashSweep
{
    /// <summary>Sees to it that a store's trash is emptied soon.</summary>
    public static void Begin(ImageStore images) => ThreadPool.UnsafeQueueUserWorkItem(Sweep, images, preferLocal: false);

    private static void Sweep(ImageStore images)
    {
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
