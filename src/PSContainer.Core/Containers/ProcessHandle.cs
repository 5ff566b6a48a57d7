using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.State;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Containers;

/// <summary>One process, held by a descriptor (<c>pidfd_open(2)</c>): what is sent through it never reaches another that got its pid.</summary>
internal sealed class ProcessHandle : SafeHandleMinusOneIsInvalid
{
    private readonly int _pid;

    private ProcessHandle(int descriptor, int pid)
        : base(ownsHandle: true)
    {
        SetHandle(descriptor);
        _pid = pid;
    }

    /// <summary>Readable once the process has ended.</summary>
    public int Descriptor => (int)handle;

    /// <summary>Whether the process has ended, waited for or not.</summary>
    public unsafe bool HasEnded
    {
        get
        {
            var file = new pollfd { fd = Descriptor, events = (short)POLLIN };
            return poll(&file, 1, 0) > 0;
        }
    }

    /// <summary>Holds a process.</summary>
    /// <returns>Null where it is not known, or has ended.</returns>
    /// <exception cref="LinuxException">There are no more descriptors to be had.</exception>
    public static ProcessHandle? TryOpen(ProcessIdentity? identity)
    {
        if (identity is not { } known || !known.IsAlive())
        {
            return null;
        }

        int descriptor = PidfdOpen(known.Pid);
        if (descriptor < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            return errno is Errno.ESRCH or Errno.EINVAL ? null : throw new LinuxException("pidfd_open", errno, Text(known.Pid));
        }

        // It may have ended, and its pid have passed on, before the descriptor was made: if it lives now, it is the one that is held.
        var held = new ProcessHandle(descriptor, known.Pid);
        if (known.IsAlive())
        {
            return held;
        }

        held.Dispose();
        return null;
    }

    /// <summary>Sends a signal.</summary>
    /// <returns>False where the process has ended.</returns>
    /// <exception cref="LinuxException">The caller may not signal it.</exception>
    public bool Send(int signal)
    {
        if (PidfdSendSignal(Descriptor, signal) == 0)
        {
            return true;
        }

        int errno = Marshal.GetLastPInvokeError();
        return errno == Errno.ESRCH ? false : throw new LinuxException("pidfd_send_signal", errno, Text(_pid));
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>False where it did not come in time.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public unsafe bool AwaitEnd(TimeSpan patience, CancelSignal cancel)
    {
        var deadline = Deadline.In(patience);
        pollfd* files = stackalloc pollfd[2];
        files[0] = new pollfd { fd = Descriptor, events = (short)POLLIN };
        files[1] = new pollfd { fd = cancel.Descriptor, events = (short)POLLIN };
        do
        {
            poll(files, 2, deadline.PollTime);
            if (files[1].revents != 0)
            {
                throw new OperationCanceledException();
            }
        }
        while (files[0].revents == 0 && !deadline.IsOver);
        return files[0].revents != 0;
    }

    /// <inheritdoc cref="AwaitEnd(TimeSpan, CancelSignal)"/>
    public unsafe bool AwaitEnd(TimeSpan patience)
    {
        var file = new pollfd { fd = Descriptor, events = (short)POLLIN };
        return poll(&file, 1, Deadline.In(patience).PollTime) > 0;
    }

    protected override bool ReleaseHandle() => close((int)handle) == 0;

    private static string Text(int pid) => string.Create(CultureInfo.InvariantCulture, $"process {pid}");
}
