using System.Globalization;
using Microsoft.Win32.SafeHandles;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.State;

/// <summary>Tells that something in a folder may have changed. A user has only so many of these: without one, it is worth a look every now and then.</summary>
internal sealed unsafe class FolderWatch : IDisposable
{
    /// <summary>How long to wait, in milliseconds, until the next look where there is no descriptor.</summary>
    private const int LookMilliseconds = 100;

    private const uint Changes = IN_MODIFY | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_ONLYDIR;

    private readonly SafeFileHandle? _queue;

    /// <summary>Begins to watch.</summary>
    public FolderWatch(DirectoryHandle folder)
    {
        int queue = OpenInotify();
        if (queue < 0)
        {
            return;
        }

        _queue = new SafeFileHandle(queue, ownsHandle: true);
        fixed (byte* path = new CString(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{folder.Descriptor}")))
        {
            if (InotifyAdd(queue, path, Changes) < 0)
            {
                _queue.Dispose();
                _queue = null;
            }
        }
    }

    /// <summary>Readable when there was a change; -1 where that cannot be told.</summary>
    public int Descriptor => _queue is null ? -1 : (int)_queue.DangerousGetHandle();

    /// <summary>The longest to wait, in milliseconds; -1 for as long as it takes.</summary>
    public int PollTime => _queue is null ? LookMilliseconds : -1;

    /// <summary>Takes note of the changes so far: to be called before the look at the folder.</summary>
    public void Take()
    {
        const int size = 4096;
        byte* events = stackalloc byte[size];
        while (_queue is not null && (long)read(Descriptor, events, size) > 0)
        {
        }
    }

    public void Dispose() => _queue?.Dispose();
}
