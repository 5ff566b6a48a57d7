using System.Text;
using Microsoft.Win32.SafeHandles;
using static Tmds.Linux.LibC;

namespace PSContainer.Configuration;

/// <summary>Files of a container's root, read from outside with every link kept inside the root.</summary>
internal static unsafe class RootFile
{
    /// <summary>The file's text; empty where it is missing, not a regular file, or longer than <paramref name="limit"/> bytes.</summary>
    public static string ReadText(RootView root, string path, int limit)
    {
        using SafeFileHandle? file = root.Open(path);
        if (file is null || LengthOf(file) is not { } length || length > limit)
        {
            return "";
        }

        var bytes = new byte[length];
        int count = RandomAccess.Read(file, bytes, 0);
        return Encoding.UTF8.GetString(bytes, 0, count);
    }

    /// <summary>Whether there is a regular file that may be read.</summary>
    public static bool Exists(RootView root, string path)
    {
        using SafeFileHandle? file = root.Open(path);
        return file is not null && LengthOf(file) is not null;
    }

    /// <summary>Whether there is a regular file that somebody may execute.</summary>
    public static bool IsExecutable(RootView root, string path)
    {
        const uint Executable = 0b001_001_001;
        using SafeFileHandle? file = root.Open(path, O_PATH);
        Tmds.Linux.stat status;
        return file is not null && fstat((int)file.DangerousGetHandle(), &status) == 0
            && ((uint)status.st_mode & 0xf000) == 0x8000 && ((uint)status.st_mode & Executable) != 0;
    }

    /// <summary>Whether a regular file of <paramref name="limit"/> bytes at most contains a text.</summary>
    public static bool Contains(RootView root, string path, ReadOnlySpan<byte> text, int limit)
    {
        using SafeFileHandle? file = root.Open(path);
        if (file is null || LengthOf(file) is not { } length || length > limit)
        {
            return false;
        }

        var bytes = new byte[length];
        int count = RandomAccess.Read(file, bytes, 0);
        return bytes.AsSpan(0, count).IndexOf(text) >= 0;
    }

    // Null for what is no regular file.
    private static long? LengthOf(SafeFileHandle file)
    {
        Tmds.Linux.stat status;
        bool regular = fstat((int)file.DangerousGetHandle(), &status) == 0 && ((uint)status.st_mode & 0xf000) == 0x8000;
        return regular ? (long)status.st_size : null;
    }
}
