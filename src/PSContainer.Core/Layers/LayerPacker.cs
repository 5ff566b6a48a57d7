using PSContainer.Errors;
using PSContainer.Layers.Files;
using PSContainer.Layers.Tar;
using PSContainer.State;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers;

/// <summary>
/// Writes the upper folder of an overlay as a layer: what was made, changed and taken away; see the OCI image specification,
/// "Representing Changes". The same folder gives the same archive.
/// </summary>
internal sealed unsafe class LayerPacker(int output, bool userAttributes)
{
    private const int LongestLink = 4096;
    private const int MaxDepth = 256;

    private readonly TarOutput _output = new(output);
    private readonly OverlayMarks _marks = new(userAttributes);
    private readonly TarEntry _entry = new();
    private readonly ByteBuffer _path = new();
    private readonly NameBytes _name = new();
    private readonly Dictionary<(ulong, ulong), byte[]> _linked = [];
    private readonly UnpackResult _result = new();
    private TarWriter _writer = null!;
    private ContentWriter _content = null!;
    private AttributeReader _attributes = null!;

    /// <summary>Writes all that is in a folder.</summary>
    /// <param name="root">The folder, open.</param>
    public UnpackResult Run(int root)
    {
        _writer = new TarWriter(_output);
        _content = new ContentWriter(_output);
        _attributes = new AttributeReader(_marks);
        WriteFolder(root, 0);
        _writer.Finish();
        return _result;
    }

    private void WriteFolder(int folder, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new LinuxException("openat", Errno.ELOOP);
        }

        if (_marks.IsOpaque(folder))
        {
            WriteMark(".wh..wh..opq"u8, default);
        }

        foreach (byte[] name in Names(folder))
        {
            _name.Set(name);
            if (EntryStatus.TryGet(folder, _name, out EntryStatus status))
            {
                int length = _path.Length;
                WriteEntry(folder, name, status, depth);
                _path.Truncate(length);
            }
        }
    }

    private void WriteEntry(int folder, byte[] name, in EntryStatus status, int depth)
    {
        if (status.IsWhiteout)
        {
            WriteMark(".wh."u8, name);
            return;
        }

        if (KindOf(status.Kind) is not { } kind)
        {
            // A socket: it is nothing without its process, and tar knows none.
            return;
        }

        _path.Append(name);
        _entry.Clear();
        _entry.SetLinkName(default);
        (_entry.Kind, _entry.Mode, _entry.User, _entry.Group, _entry.Modified) = (kind, status.Mode, status.User, status.Group, status.Modified);
        (_entry.DeviceMajor, _entry.DeviceMinor) = kind is TarEntryKind.CharacterDevice or TarEntryKind.BlockDevice ? (status.DeviceMajor, status.DeviceMinor) : (0, 0);
        _entry.StoredSize = _entry.Size = kind == TarEntryKind.RegularFile ? status.Size : 0;
        if (kind == TarEntryKind.Folder)
        {
            WriteSubfolder(folder, depth);
            return;
        }

        _entry.SetName(default, _path.Span);
        _result.Entries++;
        if (!TryWriteLinked(status))
        {
            WriteFile(folder, kind);
        }
    }

    private void WriteSubfolder(int parent, int depth)
    {
        using var folder = new OwnedFolder(parent, _name);
        _path.Append((byte)'/');
        _entry.SetName(default, _path.Span);
        _attributes.Read(folder.Descriptor, _entry);
        _writer.WriteHeader(_entry);
        _result.Entries++;
        WriteFolder(folder.Descriptor, depth + 1);
    }

    // The second name of a file, and those after it, are hard links to the first.
    private bool TryWriteLinked(in EntryStatus status)
    {
        if (status.Links < 2)
        {
            return false;
        }

        if (_linked.TryAdd((status.Volume, status.Inode), _path.Span.ToArray()))
        {
            return false;
        }

        _entry.Kind = TarEntryKind.HardLink;
        _entry.StoredSize = _entry.Size = 0;
        _entry.SetLinkName(_linked[(status.Volume, status.Inode)]);
        _writer.WriteHeader(_entry);
        return true;
    }

    private void WriteFile(int folder, TarEntryKind kind)
    {
        switch (kind)
        {
            case TarEntryKind.RegularFile:
                int file;
                fixed (byte* path = _name)
                {
                    file = LinuxException.Check(openat(folder, path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK), "openat");
                }

                using (var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(file, ownsHandle: true))
                {
                    _attributes.Read(file, _entry);
                    _result.Size += _entry.Size;
                    _content.Write(file, _entry, _writer);
                }

                break;
            case TarEntryKind.SymbolicLink:
                ReadLink(folder);
                goto default;
            default:
                LinuxException.Check(fchdir(folder), "fchdir");
                _attributes.ReadHere(_name, _entry);
                _writer.WriteHeader(_entry);
                break;
        }
    }

    private void ReadLink(int folder)
    {
        byte* target = stackalloc byte[LongestLink];
        fixed (byte* path = _name)
        {
            nint length = LinuxException.Check((nint)(long)readlinkat(folder, path, target, LongestLink), "readlinkat");
            _entry.SetLinkName(new ReadOnlySpan<byte>(target, (int)length));
        }
    }

    private void WriteMark(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name)
    {
        int length = _path.Length;
        _path.Append(prefix);
        _path.Append(name);
        _entry.Clear();
        _entry.SetName(default, _path.Span);
        _entry.SetLinkName(default);
        (_entry.Kind, _entry.Mode, _entry.User, _entry.Group, _entry.Modified) = (TarEntryKind.RegularFile, 0, 0, 0, default);
        _entry.StoredSize = _entry.Size = 0;
        _writer.WriteHeader(_entry);
        _path.Truncate(length);
        _result.Entries++;
        _result.HasMarks = true;
    }

    // In the order of their bytes, whatever the file system's.
    private static List<byte[]> Names(int folder)
    {
        var names = new List<byte[]>();
        fixed (byte* here = ".\0"u8)
        {
            int again = LinuxException.Check(openat(folder, here, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "openat");
            using var entries = new DirectoryEntries(again, "the layer");
            while (entries.Read())
            {
                names.Add(entries.Name.ToArray());
            }
        }

        names.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        return names;
    }

    private static TarEntryKind? KindOf(uint kind) => kind switch
    {
        0x8000 => TarEntryKind.RegularFile,
        0x4000 => TarEntryKind.Folder,
        0xa000 => TarEntryKind.SymbolicLink,
        0x2000 => TarEntryKind.CharacterDevice,
        0x6000 => TarEntryKind.BlockDevice,
        0x1000 => TarEntryKind.Fifo,
        _ => null,
    };
}
