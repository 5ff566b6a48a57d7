using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Client;

/// <summary>Lets one thread, Ctrl+C's, wake another that waits in poll(2).</summary>
internal sealed unsafe class CancelSignal : IDisposable
{
    private const int EFD_CLOEXEC = 0x80000;

    private readonly SafeFileHandle _event =
        new(LinuxException.Check(eventfd(0, EFD_CLOEXEC), "eventfd"), ownsHandle: true);

    /// <summary>Readable once it was cancelled.</summary>
    public int Descriptor => (int)_event.DangerousGetHandle();

    /// <summary>Cancels; may be called from any thread, at any time, more than once.</summary>
    public void Cancel()
    {
        bool added = false;
        try
        {
            _event.DangerousAddRef(ref added);
            ulong one = 1;
            write(Descriptor, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // What it would have cancelled is over.
        }
        finally
        {
            if (added)
            {
                _event.DangerousRelease();
            }
        }
    }

    public void Dispose() => _event.Dispose();
}
