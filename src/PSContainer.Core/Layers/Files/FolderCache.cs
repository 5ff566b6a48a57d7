namespace PSContainer.Layers.Files;

/// <summary>The folders that were used last, open: archives go from folder to folder.</summary>
internal sealed class FolderCache
{
    private const int Size = 32;

    private readonly FolderHandle[] _handles = [.. Enumerable.Range(0, Size).Select(static _ => new FolderHandle())];
    private FolderHandle? _last;
    private long _uses;

    /// <summary>An open folder, or null.</summary>
    public FolderHandle? Find(ReadOnlySpan<byte> path)
    {
        if (_last?.Is(path) == true)
        {
            return _last;
        }

        foreach (FolderHandle handle in _handles)
        {
            if (handle.Is(path))
            {
                return Use(handle);
            }
        }

        return null;
    }

    /// <summary>Takes the descriptor of an open folder over.</summary>
    public FolderHandle Add(ReadOnlySpan<byte> path, int descriptor)
    {
        CloseOther(EntryStatus.Get(descriptor));
        FolderHandle oldest = _handles[0];
        foreach (FolderHandle handle in _handles)
        {
            oldest = !handle.IsOpen || (oldest.IsOpen && handle.LastUse < oldest.LastUse) ? handle : oldest;
        }

        oldest.Close();
        oldest.Open(path, descriptor, EntryStatus.Get(descriptor));
        return Use(oldest);
    }

    /// <summary>Closes all: each gets its times.</summary>
    public void Clear()
    {
        foreach (FolderHandle handle in _handles)
        {
            handle.Close();
        }

        _last = null;
    }

    // One folder may be reached by two paths, through a link: its times are kept in one place only.
    private void CloseOther(in EntryStatus status)
    {
        foreach (FolderHandle handle in _handles)
        {
            if (handle.Is(status))
            {
                handle.Close();
            }
        }
    }

    private FolderHandle Use(FolderHandle handle)
    {
        handle.LastUse = ++_uses;
        return _last = handle;
    }
}
