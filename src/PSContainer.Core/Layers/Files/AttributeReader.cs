using PSContainer.Errors;
using PSContainer.Layers.Tar;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers.Files;

/// <summary>Reads the extended attributes of files for an archive: not the machine's labels, and overlayfs' own only where they are escaped.</summary>
internal sealed unsafe class AttributeReader(OverlayMarks marks)
{
    private const int MaxBytes = 64 << 10;

    private readonly byte[] _list = new byte[MaxBytes];
    private readonly byte[] _value = new byte[MaxBytes];
    private readonly NameBytes _name = new();

    public void Read(int file, TarEntry entry)
    {
        fixed (byte* list = _list)
        {
            Take(FileListXAttr(file, list, MaxBytes), entry, file, null);
        }
    }

    /// <summary>Of what is not to be opened. The working directory must be its folder.</summary>
    public void ReadHere(NameBytes path, TarEntry entry)
    {
        fixed (byte* list = _list, name = path)
        {
            Take(LinkListXAttr(name, list, MaxBytes), entry, -1, path);
        }
    }

    private void Take(nint length, TarEntry entry, int file, NameBytes? path)
    {
        length = length < 0 && errno == EOPNOTSUPP ? 0 : LinuxException.Check(length, "listxattr");
        for (int at = 0; at < length;)
        {
            ReadOnlySpan<byte> name = _list.AsSpan(at);
            name = name[..name.IndexOf((byte)0)];
            at += name.Length + 1;
            if (!name.SequenceEqual("security.selinux"u8) && (!marks.IsOwn(name) || IsEscaped(name)))
            {
                _name.Set(name);
                int size = Value(file, path);
                Add(entry, name, _value.AsSpan(0, size));
            }
        }
    }

    private bool IsEscaped(ReadOnlySpan<byte> name) => name[marks.Prefix.Length..].StartsWith("overlay."u8);

    private int Value(int file, NameBytes? path)
    {
        fixed (byte* name = _name, value = _value)
        {
            if (path is null)
            {
                return (int)LinuxException.Check(FileGetXAttr(file, name, value, MaxBytes), "fgetxattr");
            }

            fixed (byte* link = path)
            {
                return (int)LinuxException.Check(LinkGetXAttr(link, name, value, MaxBytes), "lgetxattr");
            }
        }
    }

    private void Add(TarEntry entry, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        int start = entry.Records.Length;
        if (marks.IsOwn(name))
        {
            entry.Records.Append(marks.Prefix);
            entry.Records.Append(name[(marks.Prefix.Length + "overlay.".Length)..]);
        }
        else
        {
            entry.Records.Append(name);
        }

        int middle = entry.Records.Length;
        entry.Records.Append(value);
        entry.Attributes.Add(new TarAttribute(start..middle, middle..entry.Records.Length));
    }
}
