using System.Runtime.InteropServices;
using PSContainer.Errors;

namespace PSContainer.Launcher.Process;

/// <summary>
/// The runtime's thread for finalizers, which the launcher does without: a launch leaves nothing to finalize, and a process with
/// one thread clones and joins namespaces as no other one can. Who works on for long and alone has it started.
/// </summary>
internal static partial class FinalizerThread
{
    /// <summary>Starts it, unless it was started before.</summary>
    /// <exception cref="LinuxException">No further thread is allowed here.</exception>
    public static void Start()
    {
        int error = StartHeldBack();
        if (error != 0)
        {
            throw new LinuxException("pthread_create", error);
        }
    }

    // Native/runtime-start.c.
    [LibraryImport("runtime-start", EntryPoint = "pscontainer_start_finalizer")]
    private static partial int StartHeldBack();
}
