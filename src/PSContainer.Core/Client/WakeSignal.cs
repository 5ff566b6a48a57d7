using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Client;

/// <summary>Wakes the thread that waits in poll(2), again and again.</summary>
internal sealed unsafe class WakeSignal : IDisposable
{
    private readonly SafeFileHandle _event =
        new(LinuxException.Check(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd"), ownsHandle: true);

    private const int EFD_CLOEXEC = 0x80000;
    private const int EFD_NONBLOCK = 0x800;

    /// <summary>Readable until it is cleared.</summary>
    public int Descriptor => (int)_event.DangerousGetHandle();

    /// <summary>Wakes. The caller sees to it that this is not disposed meanwhile.</summary>
    public void Set()
    {
        ulong one = 1;
        write(Descriptor, &one, sizeof(ulong));
    }

    /// <summary>Forgets that it was woken.</summary>
    public void Clear()
    {
        ulong count;
        read(Descriptor, &count, sizeof(ulong));
    }

    public void Dispose() => _event.Dispose();
}
