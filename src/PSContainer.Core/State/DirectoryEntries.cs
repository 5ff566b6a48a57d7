using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using static PSContainer.Interop.Interop;

namespace PSContainer.State;

/// <summary>The names in a directory, read a block at a time. What comes or goes meanwhile may be seen or not.</summary>
internal sealed unsafe class DirectoryEntries : IDisposable
{
    private const int BlockSize = 8 << 10;

    // struct linux_dirent64: d_ino, d_off, d_reclen, d_type, d_name.
    private const int LengthOffset = 16;
    private const int KindOffset = 18;
    private const int NameOffset = 19;
    private const byte DT_UNKNOWN = 0;
    private const byte DT_DIR = 4;

    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private byte[] _block = GC.AllocateUninitializedArray<byte>(BlockSize);
    private int _used;
    private int _current;
    private int _next;

    /// <summary>Takes over a descriptor of the directory.</summary>
    public DirectoryEntries(int fd, string path)
    {
        _handle = new SafeFileHandle(fd, ownsHandle: true);
        _path = path;
    }

    /// <summary>The directory's descriptor, valid as long as this object is.</summary>
    public int Descriptor => (int)_handle.DangerousGetHandle();

    /// <summary>The name, any bytes but NUL and slash; a NUL follows it. Valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> Name
    {
        get
        {
            ReadOnlySpan<byte> rest = _block.AsSpan(_current + NameOffset);
            return rest[..rest.IndexOf((byte)0)];
        }
    }

    /// <summary>Whether it is a directory; true too where the file system does not say.</summary>
    public bool MayBeDirectory => _block[_current + KindOffset] is DT_DIR or DT_UNKNOWN;

    /// <summary>Goes on to the next name; <c>.</c> and <c>..</c> are left out.</summary>
    public bool Read()
    {
        do
        {
            if (_next >= _used && !Fill())
            {
                return false;
            }

            _current = _next;
            _next += MemoryMarshal.Read<ushort>(_block.AsSpan(_current + LengthOffset));
        }
        while (Name is [(byte)'.'] or [(byte)'.', (byte)'.']);

        return true;
    }

    public void Dispose()
    {
        if (!_handle.IsClosed)
        {
            _handle.Dispose();
            _block = [];
        }
    }

    private bool Fill()
    {
        fixed (byte* block = _block)
        {
            _used = (int)LinuxException.Check(
                GetDirectoryEntries(Descriptor, block, BlockSize), "getdents64", _path);
        }

        _next = 0;
        return _used > 0;
    }
}
