using System.Text;
using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Client;

/// <summary>A pipe between this process and a container; both ends close-on-exec.</summary>
internal sealed unsafe class PipePair : IDisposable
{
    // As in the launcher's start: no descriptor that is handed over may be one of the first.
    private const int FirstFreeDescriptor = 16;

    private PipePair(int read, int write)
    {
        Read = new SafeFileHandle(read, ownsHandle: true);
        Write = new SafeFileHandle(write, ownsHandle: true);
    }

    /// <summary>The end to read from.</summary>
    public SafeFileHandle Read { get; }

    /// <summary>The end to write to.</summary>
    public SafeFileHandle Write { get; }

    public static PipePair Create()
    {
        int* ends = stackalloc int[2];
        LinuxException.Check(pipe2(ends, O_CLOEXEC), "pipe2");
        return new PipePair(Raise(ends[0]), Raise(ends[1]));
    }

    public void Dispose()
    {
        Read.Dispose();
        Write.Dispose();
    }

    /// <summary>Another end to read from a pipe, of which one end is given; it never waits.</summary>
    public static SafeFileHandle ReadAnew(SafeFileHandle end) => Reopen(end, O_RDONLY | O_NONBLOCK);

    /// <summary>Another end to write to a pipe, of which one end is given and an end to read is open: it waits while the pipe is full, as a process expects of its output.</summary>
    public static SafeFileHandle WriteAnew(SafeFileHandle end) => Reopen(end, O_WRONLY);

    /// <summary>This side's end of a pipe whose other end is a container's: it outlives the pair, and never waits.</summary>
    public static SafeFileHandle Keep(SafeFileHandle handle)
    {
        int copy = LinuxException.Check(fcntl((int)handle.DangerousGetHandle(), F_DUPFD_CLOEXEC, 3), "fcntl(F_DUPFD_CLOEXEC)");
        LinuxException.Check(fcntl(copy, F_SETFL, O_NONBLOCK), "fcntl(F_SETFL)");
        return new SafeFileHandle(copy, ownsHandle: true);
    }

    private static SafeFileHandle Reopen(SafeFileHandle end, int access)
    {
        string path = $"/proc/self/fd/{end.DangerousGetHandle()}";
        fixed (byte* name = Encoding.UTF8.GetBytes(path + "\0"))
        {
            return new SafeFileHandle(Raise(LinuxException.Check(open(name, access | O_CLOEXEC), "open", path)), ownsHandle: true);
        }
    }

    private static int Raise(int descriptor)
    {
        if (descriptor >= FirstFreeDescriptor)
        {
            return descriptor;
        }

        int raised = fcntl(descriptor, F_DUPFD_CLOEXEC, FirstFreeDescriptor);
        close(descriptor);
        return LinuxException.Check(raised, "fcntl(F_DUPFD_CLOEXEC)");
    }
}
