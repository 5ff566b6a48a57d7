using PSContainer.Errors;
using PSContainer.Layers.Tar;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers.Files;

/// <summary>Extended attributes of files, given and taken.</summary>
/// <param name="marks">What overlayfs takes for its own.</param>
/// <param name="isPrivileged">Whether the kernel takes all of them from the caller.</param>
internal sealed unsafe class ExtendedAttributes(OverlayMarks marks, bool isPrivileged)
{
    /// <summary>The longest value that the kernel takes.</summary>
    private const int MaxValue = 64 << 10;

    private readonly NameBytes _name = new();
    private readonly ByteBuffer _escaped = new();
    private readonly byte[] _list = new byte[MaxValue];
    private readonly byte[] _value = new byte[MaxValue];

    /// <summary>How many could not be given, because the caller or the file system does not take them.</summary>
    public int Ignored { get; private set; }

    /// <summary>Gives an open file an attribute.</summary>
    public void Set(int file, ReadOnlySpan<byte> attribute, ReadOnlySpan<byte> value)
    {
        if (Accept(attribute))
        {
            fixed (byte* name = _name, bytes = value)
            {
                Check(FileSetXAttr(file, name, bytes, (nuint)value.Length, 0));
            }
        }
    }

    /// <summary>Gives one to what is not to be opened: a link, a device. The working directory must be its folder.</summary>
    public void SetHere(NameBytes path, ReadOnlySpan<byte> attribute, ReadOnlySpan<byte> value)
    {
        if (Accept(attribute))
        {
            fixed (byte* file = path, name = _name, bytes = value)
            {
                Check(LinkSetXAttr(file, name, bytes, (nuint)value.Length, 0));
            }
        }
    }

    /// <summary>Gives a file all that another has, but overlayfs' own.</summary>
    /// <param name="from">The other.</param>
    /// <param name="to">The file.</param>
    /// <param name="isWanted">Which of them, by their names; null for all.</param>
    public void Copy(int from, int to, Func<ReadOnlySpan<byte>, bool>? isWanted = null)
    {
        nint length = List(from);
        for (int at = 0; at < length;)
        {
            ReadOnlySpan<byte> attribute = NameAt(at);
            at += attribute.Length + 1;
            if (!marks.IsOwn(attribute) && isWanted?.Invoke(attribute) != false)
            {
                Set(to, attribute, Value(from, attribute));
            }
        }
    }

    /// <summary>The value of a file's attribute; null where it has none.</summary>
    public byte[]? Find(int file, ReadOnlySpan<byte> attribute)
    {
        nint length = List(file);
        for (int at = 0; at < length; at += NameAt(at).Length + 1)
        {
            if (NameAt(at).SequenceEqual(attribute))
            {
                return Value(file, attribute).ToArray();
            }
        }

        return null;
    }

    /// <summary>Takes all from a file, but overlayfs' own.</summary>
    public void Clear(int file)
    {
        nint length = List(file);
        for (int at = 0; at < length;)
        {
            ReadOnlySpan<byte> attribute = NameAt(at);
            at += attribute.Length + 1;
            if (!marks.IsOwn(attribute) && !attribute.SequenceEqual("security.selinux"u8))
            {
                _name.Set(attribute);
                fixed (byte* name = _name)
                {
                    LinuxException.Check(FileRemoveXAttr(file, name), "fremovexattr");
                }
            }
        }
    }

    // The machine labels files itself. What overlayfs would obey is escaped, as it does with its own upper layers (Linux 6.7).
    private bool Accept(ReadOnlySpan<byte> attribute)
    {
        if (attribute.SequenceEqual("security.selinux"u8))
        {
            return false;
        }

        if (marks.IsOwn(attribute))
        {
            _escaped.Set(marks.Prefix);
            _escaped.Append("overlay."u8);
            _escaped.Append(attribute[marks.Prefix.Length..]);
            attribute = _escaped.Span;
        }

        _name.Set(attribute);
        return true;
    }

    private void Check(int result)
    {
        if (result < 0)
        {
            int error = errno;
            bool tolerated = error == EOPNOTSUPP || (!isPrivileged && error == EPERM);
            Ignored += tolerated ? 1 : throw new LinuxException("setxattr", error, Json.JsonText.Show(_name.Span));
        }
    }

    private nint List(int file)
    {
        fixed (byte* list = _list)
        {
            nint length = FileListXAttr(file, list, (nuint)_list.Length);
            return length < 0 && errno == EOPNOTSUPP ? 0 : LinuxException.Check(length, "flistxattr");
        }
    }

    private ReadOnlySpan<byte> NameAt(int at)
    {
        ReadOnlySpan<byte> rest = _list.AsSpan(at);
        return rest[..rest.IndexOf((byte)0)];
    }

    private ReadOnlySpan<byte> Value(int file, ReadOnlySpan<byte> attribute)
    {
        _name.Set(attribute);
        fixed (byte* name = _name, value = _value)
        {
            return _value.AsSpan(0, (int)LinuxException.Check(FileGetXAttr(file, name, value, (nuint)_value.Length), "fgetxattr"));
        }
    }
}
