using PSContainer.Errors;
using PSContainer.Layers.Tar;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers.Files;

/// <summary>Makes what is no folder, each with all that belongs to it. What was there under the name must be gone.</summary>
internal sealed unsafe class FileMaker(FileOwners owners, ExtendedAttributes attributes)
{
    private const uint SetIds = 0xc00;
    private const int S_IFIFO = 0x1000;
    private const int S_IFCHR = 0x2000;
    private const int S_IFBLK = 0x6000;

    private readonly NameBytes _target = new();

    /// <summary>Makes a file, open for writing; false where the name is taken.</summary>
    public static bool TryCreate(int folder, NameBytes name, uint mode, out int file)
    {
        fixed (byte* path = name)
        {
            file = openat(folder, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, (ushort)mode);
            return file >= 0 || (errno == EEXIST ? false : throw LinuxException.FromLastError("openat"));
        }
    }

    /// <summary>Writes a file's content, holes left out.</summary>
    public static void WriteContent(int file, TarReader reader)
    {
        if (!reader.Entry.IsSparse)
        {
            Write(file, reader, reader.Entry.StoredSize);
            return;
        }

        foreach (TarExtent extent in reader.Entry.Extents)
        {
            LinuxException.Check((nint)(long)lseek(file, extent.Offset, SEEK_SET), "lseek");
            Write(file, reader, extent.Length);
        }

        LinuxException.Check(ftruncate(file, reader.Entry.Size), "ftruncate");
    }

    /// <summary>Gives an open file what its entry says besides the content.</summary>
    public void Finish(int file, TarEntry entry, bool inheritsGroup)
    {
        bool moves = owners.Differ(entry.User, entry.Group, inheritsGroup);
        if (moves)
        {
            owners.Set(file, entry.User, entry.Group);
        }

        // Writing, and giving away, may clear these bits.
        if ((entry.Mode & SetIds) != 0)
        {
            LinuxException.Check(fchmod(file, (ushort)entry.Mode), "fchmod");
        }

        foreach (TarAttribute attribute in entry.Attributes)
        {
            attributes.Set(file, entry.AttributeName(attribute), entry.AttributeValue(attribute));
        }

        FileTimes.Set(file, entry.Accessed ?? entry.Modified, entry.Modified);
    }

    /// <summary>Makes a symbolic link.</summary>
    public void MakeLink(int folder, NameBytes name, TarEntry entry)
    {
        _target.Set(entry.LinkName);
        fixed (byte* path = name, target = _target)
        {
            LinuxException.Check(symlinkat(target, folder, path), "symlinkat");
        }

        Finish(folder, name, entry);
    }

    /// <summary>Makes a device or named pipe.</summary>
    public void MakeSpecial(int folder, NameBytes name, TarEntry entry)
    {
        int kind = entry.Kind switch { TarEntryKind.CharacterDevice => S_IFCHR, TarEntryKind.BlockDevice => S_IFBLK, _ => S_IFIFO };
        ulong device = entry.Kind == TarEntryKind.Fifo ? 0 : Number(entry.DeviceMajor, entry.DeviceMinor);
        fixed (byte* path = name)
        {
            LinuxException.Check(MakeNode(folder, path, kind | (int)entry.Mode, device), "mknodat");
        }

        Finish(folder, name, entry);
    }

    // What is not to be opened; the working directory is a path that leads to it without a descriptor.
    private void Finish(int folder, NameBytes name, TarEntry entry)
    {
        owners.Set(folder, name, entry.User, entry.Group);
        fixed (byte* path = name)
        {
            _ = entry.Kind == TarEntryKind.SymbolicLink ? 0 : LinuxException.Check(fchmodat(folder, path, (ushort)entry.Mode, 0), "fchmodat");
        }

        if (entry.Attributes.Count > 0)
        {
            LinuxException.Check(fchdir(folder), "fchdir");
            foreach (TarAttribute attribute in entry.Attributes)
            {
                attributes.SetHere(name, entry.AttributeName(attribute), entry.AttributeValue(attribute));
            }
        }

        FileTimes.Set(folder, name, entry.Accessed ?? entry.Modified, entry.Modified);
    }

    // The kernel's 32 bits: 12 of major, 20 of minor, as new_encode_dev of linux/kdev_t.h lays them out.
    private static ulong Number(uint major, uint minor) => major < 1 << 12 && minor < 1 << 20
        ? (minor & 0xff) | (major << 8) | ((minor & ~0xffu) << 12)
        : throw new LinuxException("mknodat", Errno.EINVAL);

    private static void Write(int file, TarReader reader, long length)
    {
        while (length > 0)
        {
            ReadOnlySpan<byte> some = reader.Content(length);
            length -= some.Length;
            Write(file, some);
        }
    }

    public static void Write(int file, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            fixed (byte* start = bytes)
            {
                nint count = (nint)(long)write(file, start, bytes.Length);
                bytes = bytes[(count < 0 && errno == EINTR ? 0 : (int)LinuxException.Check(count, "write"))..];
            }
        }
    }
}
