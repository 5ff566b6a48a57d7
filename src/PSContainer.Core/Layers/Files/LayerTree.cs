using System.Runtime.InteropServices;
using PSContainer.Errors;
using PSContainer.Layers.Tar;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers.Files;

/// <summary>The folders of the layer that is being unpacked. Everything is reached by the descriptor of a folder and one name.</summary>
internal sealed unsafe class LayerTree(int root, LayerContext context)
{
    private readonly FolderCache _cache = new();
    private readonly FolderMaker _maker = new(root, context);
    private readonly NameBytes _path = new();

    /// <summary>Opens a folder, and makes what is missing of it.</summary>
    public FolderHandle Open(ReadOnlySpan<byte> path, TarTime time) => _cache.Find(path) ?? _cache.Add(path, OpenNew(path, time, makes: true));

    /// <summary>Opens a folder that some layer has; null where none has.</summary>
    public FolderHandle? OpenExisting(ReadOnlySpan<byte> path)
    {
        if (_cache.Find(path) is { } known)
        {
            return known;
        }

        int folder = OpenNew(path, default, makes: false);
        return folder < 0 ? null : _cache.Add(path, folder);
    }

    /// <summary>Opens a folder within another, which is not to be followed if it is a link.</summary>
    public FolderHandle OpenChild(FolderHandle folder, NameBytes name, EntryPath path)
    {
        fixed (byte* child = name)
        {
            int descriptor = openat(folder.Descriptor, child, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            return _cache.Add(path.Whole, LinuxException.Check(descriptor, "openat"));
        }
    }

    /// <summary>Removes what is in the way of an entry. A folder may be open under many paths: all are closed.</summary>
    public void Remove(ref FolderHandle folder, EntryPath path, in EntryStatus status)
    {
        folder.IsDirty = true;
        TreeRemoval.Remove(folder.Descriptor, path.Name);
        if (status.IsFolder || status.IsLink)
        {
            Close();
            folder = Open(path.Folder, default);
            folder.IsDirty = true;
        }
    }

    /// <summary>Gives all folders their times.</summary>
    public void Close() => _cache.Clear();

    // Most archives have an entry for each folder before what is in it: the kernel finds those alone.
    private int OpenNew(ReadOnlySpan<byte> path, TarTime time, bool makes)
    {
        _path.Set(path.IsEmpty ? "."u8 : path);
        fixed (byte* name = _path)
        {
            ulong inside = RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
            int folder = OpenAt2(root, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, inside);
            return folder >= 0 ? folder : Marshal.GetLastPInvokeError() is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP
                ? _maker.Open(path, time, makes)
                : throw LinuxException.FromLastError("openat2");
        }
    }
}
