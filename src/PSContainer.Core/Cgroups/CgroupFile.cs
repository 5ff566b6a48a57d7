using System.Runtime.InteropServices;
using System.Text;
using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Cgroups;

/// <summary>
/// Files of a cgroup: opened, read or written with one call, and closed. A failure is a negative errno, for the callers
/// often have a second thing to try. Names given as bytes are UTF-8 literals, which the compiler ends with a NUL.
/// </summary>
internal static unsafe class CgroupFile
{
    /// <summary>Stands for the current directory where names are absolute.</summary>
    public static readonly int AtCurrent = AT_FDCWD;

    private const int LongestName = 4096;

    public static int Open(int directory, ReadOnlySpan<byte> name, int flags)
    {
        fixed (byte* path = name)
        {
            int descriptor = openat(directory, path, flags | O_CLOEXEC);
            return descriptor >= 0 ? descriptor : -Marshal.GetLastPInvokeError();
        }
    }

    public static int Open(int directory, string name, int flags) => Open(directory, Encode(name, stackalloc byte[LongestName]), flags);

    public static int Write(int directory, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        int descriptor = Open(directory, name, O_WRONLY);
        if (descriptor < 0)
        {
            return descriptor;
        }

        int result = Write(descriptor, value);
        _ = close(descriptor);
        return result;
    }

    public static int Write(int directory, string name, ReadOnlySpan<byte> value) =>
        Write(directory, Encode(name, stackalloc byte[LongestName]), value);

    public static int Write(int directory, string name, string value) => Write(directory, name, Encoding.UTF8.GetBytes(value));

    /// <summary>One write to an open file: the kernel takes a value whole or not at all.</summary>
    public static int Write(int descriptor, ReadOnlySpan<byte> value)
    {
        fixed (byte* bytes = value)
        {
            return (long)write(descriptor, bytes, value.Length) >= 0 ? 0 : -Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Reads as much of a file as <paramref name="room"/> holds.</summary>
    /// <returns>The number of bytes, or a negative errno.</returns>
    public static int Read(int directory, ReadOnlySpan<byte> name, Span<byte> room)
    {
        int descriptor = Open(directory, name, O_RDONLY);
        if (descriptor < 0)
        {
            return descriptor;
        }

        int length = Fill(descriptor, room);
        _ = close(descriptor);
        return length;
    }

    public static int Read(int directory, string name, Span<byte> room) =>
        Read(directory, Encode(name, stackalloc byte[LongestName]), room);

    /// <summary>The whole of a file of any length; null with an errno where it cannot be read.</summary>
    public static byte[]? ReadAll(int directory, string name, out int error)
    {
        for (int size = 4096; ; size *= 4)
        {
            var room = new byte[size];
            int length = Read(directory, name, room);
            error = length < 0 ? -length : 0;
            if (length < size)
            {
                return length < 0 ? null : room[..length];
            }
        }
    }

    private static int Fill(int descriptor, Span<byte> room)
    {
        int length = 0;
        fixed (byte* bytes = room)
        {
            while (length < room.Length)
            {
                int count = (int)(long)read(descriptor, bytes + length, room.Length - length);
                if (count <= 0)
                {
                    return count == 0 ? length : -Marshal.GetLastPInvokeError();
                }

                length += count;
            }
        }

        return length;
    }

    // The kernel takes no longer path either.
    private static ReadOnlySpan<byte> Encode(string name, Span<byte> room)
    {
        if (!Encoding.UTF8.TryGetBytes(name, room[..^1], out int length))
        {
            throw new LinuxException("openat", Errno.ENAMETOOLONG, name);
        }

        room[length] = 0;
        return room[..(length + 1)];
    }
}
