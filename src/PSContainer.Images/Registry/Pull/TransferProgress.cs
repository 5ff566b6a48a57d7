using System.Collections.Concurrent;

namespace PSContainer.Images.Registry;

/// <summary>How far a transfer of an image is; written by many threads, read by the one that shows it.</summary>
internal sealed class TransferProgress
{
    private readonly ConcurrentQueue<TransferItem> _items = new();
    private readonly ConcurrentQueue<string> _messages = new();

    /// <summary>The blobs, in the order in which they were met.</summary>
    public IReadOnlyCollection<TransferItem> Items => _items;

    /// <summary>Adds a blob.</summary>
    public TransferItem Add(Descriptor blob)
    {
        var item = new TransferItem(blob);
        _items.Enqueue(item);
        return item;
    }

    /// <summary>Leaves a message for the one that shows.</summary>
    public void Log(string message) => _messages.Enqueue(message);

    /// <summary>Takes a message; null where there is none.</summary>
    public string? TakeMessage() => _messages.TryDequeue(out string? message) ? message : null;
}
