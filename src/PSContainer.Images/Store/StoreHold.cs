using Microsoft.Win32.SafeHandles;

namespace PSContainer.Images;

/// <summary>Keeps what is in the store, and what is being added and has no name yet, from being collected as garbage.</summary>
internal sealed class StoreHold : IDisposable
{
    private readonly SafeFileHandle _lock;

    internal StoreHold(ImageStore store, SafeFileHandle shared)
    {
        Store = store;
        _lock = shared;
    }

    /// <summary>The store that is held.</summary>
    public ImageStore Store { get; }

    /// <summary>Lets go. What others wanted collected meanwhile is collected by the last who does.</summary>
    public void Dispose()
    {
        if (_lock.IsClosed)
            return;
        _lock.Dispose();
        if (File.Exists(Store.Folders.CollectMark))
            Store.TryCollect();
    }
}
