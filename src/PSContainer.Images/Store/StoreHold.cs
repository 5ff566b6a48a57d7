using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Images;

/// <summary>Keeps what is in the store, and what is being added and has no name yet, from being collected as garbage.</summary>
internal sealed class StoreHold : IDisposable
{
    private readonly SafeFileHandle _lock;
    private readonly ConcurrentBag<Digest> _resumable = [];
    private bool _isMarked;

    internal StoreHold(ImageStore store, SafeFileHandle shared)
    {
        Store = store;
        _lock = shared;
    }

    /// <summary>The store that is held.</summary>
    public ImageStore Store { get; }

    /// <summary>Says that something is being added: should this process end before it belongs to an image, the next hold's end removes it.</summary>
    public void Mark()
    {
        if (_isMarked)
            return;
        StoreFile.Open(Store.Folders.CollectMark, O_WRONLY | O_CREAT).Dispose();
        _isMarked = true;
    }

    /// <summary>Says that a blob is kept for the next who wants it, like a download that was cut, should it belong to no image in the end.</summary>
    public void KeepToResume(Digest blob) => _resumable.Add(blob);

    /// <summary>Lets go. What others wanted collected meanwhile is collected by the last who does.</summary>
    public void Dispose()
    {
        if (_lock.IsClosed)
            return;
        StoreLock.Release(_lock);
        try
        {
            if (File.Exists(Store.Folders.CollectMark))
                Store.TryCollect([.. _resumable]);
        }
        catch (ContainerException)
        {
            // The mark is still there for the next who lets go; what was done under this hold is done.
        }
    }
}
