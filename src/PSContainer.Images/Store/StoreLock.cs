using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Images;

/// <summary>A lock of <c>flock(2)</c> on a file of the store, which the kernel frees however its holder ends.</summary>
internal static class StoreLock
{
    /// <summary>Waits for the lock, as long as it takes.</summary>
    /// <exception cref="OperationCanceledException">The pipeline was stopped.</exception>
    public static SafeFileHandle Wait(string path, bool exclusive, CancellationToken cancel = default)
    {
        SafeFileHandle file = StoreFile.Open(path, O_RDWR | O_CREAT);
        try
        {
            for (int round = 0; !TryTake(file, exclusive, path); round++)
            {
                cancel.ThrowIfCancellationRequested();
                Thread.Sleep(Math.Min(round, 20));
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Takes the lock if it is free; null where it is not.</summary>
    public static SafeFileHandle? TryTake(string path, bool exclusive)
    {
        SafeFileHandle file = StoreFile.Open(path, O_RDWR | O_CREAT);
        if (TryTake(file, exclusive, path))
            return file;
        file.Dispose();
        return null;
    }

    /// <summary>Frees the lock at once: a process that is just being started may have the file's descriptor for a moment, and with it the lock.</summary>
    public static void Release(SafeFileHandle file)
    {
        _ = Flock((int)file.DangerousGetHandle(), LOCK_UN);
        file.Dispose();
    }

    /// <summary>Takes the lock of an open file if it is free.</summary>
    public static bool TryTake(SafeFileHandle file, bool exclusive, string path)
    {
        int kind = exclusive ? LOCK_EX : LOCK_SH;
        if (Flock((int)file.DangerousGetHandle(), kind | LOCK_NB) == 0)
            return true;
        int errno = Marshal.GetLastPInvokeError();
        return errno is Errno.EAGAIN or Errno.EINTR ? false : throw new LinuxException("flock", errno, path);
    }
}
