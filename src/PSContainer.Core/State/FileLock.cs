using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.State;

/// <summary>A lock of <c>flock(2)</c>. The kernel frees it when the last descriptor of it is closed, however its holders end.</summary>
internal sealed class FileLock : SafeHandleMinusOneIsInvalid
{
    /// <summary>How long to wait for others, who hold these locks for a fraction of a millisecond.</summary>
    private const int PatienceMilliseconds = 10_000;

    /// <summary>An owner is there for good; one who only asks whether there is an owner is gone at once.</summary>
    private const int ProbeMilliseconds = 100;

    private const int Spins = 20;

    private readonly bool _unlockOnDispose;

    private FileLock(int fd, bool unlockOnDispose)
        : base(ownsHandle: true)
    {
        SetHandle(fd);
        _unlockOnDispose = unlockOnDispose;
    }

    /// <summary>The descriptor, close-on-exec. A process that inherits it holds the lock too.</summary>
    public int Descriptor => (int)handle;

    /// <summary>Takes over a descriptor and waits until the lock is this one's alone; disposal frees it, whoever inherited it.</summary>
    /// <exception cref="ContainerException"><c>State.Locked</c>.</exception>
    public static FileLock Wait(int fd, string path) =>
        TryWait(new FileLock(fd, unlockOnDispose: true), path, PatienceMilliseconds) ?? throw StateErrors.Locked(path);

    /// <summary>Takes over a descriptor and takes the lock for good: until the last process that has or inherited it closes it.</summary>
    /// <returns>Null where another has it.</returns>
    public static FileLock? TryOwn(int fd, string path) =>
        TryWait(new FileLock(fd, unlockOnDispose: false), path, ProbeMilliseconds);

    /// <summary>Takes over a descriptor and says whether anybody holds the lock.</summary>
    public static bool IsHeld(int fd, string path)
    {
        using var probe = new FileLock(fd, unlockOnDispose: true);
        return !probe.TryLock(LOCK_SH, path);
    }

    protected override bool ReleaseHandle()
    {
        if (_unlockOnDispose)
        {
            _ = Flock(Descriptor, LOCK_UN);
        }

        return close(Descriptor) == 0;
    }

    // Not a blocking flock: a holder that is stopped in a debugger would hold up the session for good.
    private static FileLock? TryWait(FileLock wanted, string path, int patience)
    {
        long deadline = Environment.TickCount64 + patience;
        for (int round = 0; !wanted.TryLock(LOCK_EX, path); round++)
        {
            if (Environment.TickCount64 > deadline)
            {
                wanted.Dispose();
                return null;
            }

            Pause(round);
        }

        return wanted;
    }

    private bool TryLock(int kind, string path)
    {
        if (Flock(Descriptor, kind | LOCK_NB) == 0)
        {
            return true;
        }

        int errno = Marshal.GetLastPInvokeError();
        return errno is Errno.EAGAIN or Errno.EINTR ? false : throw new LinuxException("flock", errno, path);
    }

    private static void Pause(int round)
    {
        if (round < Spins)
        {
            _ = Thread.Yield();
        }
        else
        {
            Thread.Sleep(1);
        }
    }
}
