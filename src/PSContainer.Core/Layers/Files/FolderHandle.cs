using PSContainer.Layers.Tar;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers.Files;

/// <summary>A folder of the layer that is open, and the times that it has to have once nothing more is put into it.</summary>
internal sealed class FolderHandle
{
    private const uint SetGroupId = 0x400;

    private readonly NameBytes _path = new();
    private TarTime _accessed;
    private TarTime _modified;
    private ulong _inode;
    private ulong _volume;

    public int Descriptor { get; private set; } = -1;

    /// <summary>The number of its last use.</summary>
    public long LastUse { get; set; }

    /// <summary>Whether something was put into it.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Whether what is put into it gets its group.</summary>
    public bool InheritsGroup { get; private set; }

    public bool IsOpen => Descriptor >= 0;

    public bool Is(ReadOnlySpan<byte> path) => IsOpen && _path.Span.SequenceEqual(path);

    public bool Is(in EntryStatus status) => IsOpen && status.Inode == _inode && status.Volume == _volume;

    /// <summary>Takes a descriptor over.</summary>
    public void Open(ReadOnlySpan<byte> path, int descriptor, in EntryStatus status)
    {
        _path.Set(path);
        Descriptor = descriptor;
        (_accessed, _modified, _inode, _volume) = (status.Accessed, status.Modified, status.Inode, status.Volume);
        InheritsGroup = (status.Mode & SetGroupId) != 0;
        IsDirty = false;
    }

    /// <summary>Says what the folder's own entry says.</summary>
    public void Expect(TarTime accessed, TarTime modified, uint mode)
    {
        (_accessed, _modified) = (accessed, modified);
        InheritsGroup = (mode & SetGroupId) != 0;
        IsDirty = true;
    }

    public void Close()
    {
        if (IsOpen)
        {
            if (IsDirty)
            {
                FileTimes.Set(Descriptor, _accessed, _modified);
            }

            close(Descriptor);
            Descriptor = -1;
        }
    }
}
