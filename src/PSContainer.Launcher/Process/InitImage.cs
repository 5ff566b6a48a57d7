using System.Globalization;
using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>
/// Makes process 1 an init by executing the launcher anew: its memory, with the request and what was in it, is gone, and its
/// owner outside may look at it, which a process that is still the caller's image forbids.
/// </summary>
internal static unsafe class InitImage
{
    /// <summary>The word on the command line that makes the launcher an init.</summary>
    public const string Argument = "init";

    private static int s_self = -1;

    /// <summary>Opens the launcher's own file, while it can be reached.</summary>
    public static void Open()
    {
        fixed (byte* path = "/proc/self/exe\0"u8)
        {
            s_self = LinuxException.Check(open(path, O_PATH | O_CLOEXEC), "open", "/proc/self/exe");
        }
    }

    /// <summary>The descriptor of the file.</summary>
    public static int Descriptor => s_self;

    /// <summary>Becomes the init of a command, or with 0 an idle one.</summary>
    public static void Execute(int command)
    {
        var arguments = new CStringArray(["pscontainer-init", Argument, command.ToString(CultureInfo.InvariantCulture)]);
        var environment = new CStringArray([]);
        // A signal that comes before the init listens must wait for it: process 1 throws away what it does not handle.
        SignalState.BlockAll();
        fixed (byte* empty = "\0"u8)
        {
            ExecveAt(s_self, empty, arguments.Pointer, environment.Pointer, AT_EMPTY_PATH);
        }

        throw LinuxException.FromLastError("execveat", "the init");
    }
}
