using PSContainer.Errors;
using System.Buffers.Text;
using System.Globalization;
using PSContainer.Interop;
using PSContainer.State;

namespace PSContainer.Logs;

/// <summary>
/// The files of a log: <c>1.log</c>, <c>2.log</c> …, the last being written, the first removed when there are too many. A file keeps
/// its name, so that who reads one always knows which is the next.
/// </summary>
internal static class LogFiles
{
    private static readonly CString s_folder = new("log");

    /// <summary>A file's name.</summary>
    public static CString Name(long number) => new(string.Create(CultureInfo.InvariantCulture, $"{number}.log"));

    /// <summary>The numbers of the first and the last file; zeros where there is none.</summary>
    /// <exception cref="LinuxException">The folder cannot be read.</exception>
    public static (long First, long Last) Range(DirectoryHandle folder)
    {
        long first = 0, last = 0;
        using DirectoryEntries entries = folder.Entries();
        while (entries.Read())
        {
            if (Number(entries.Name) is > 0 and var number)
            {
                first = first == 0 ? number : Math.Min(first, number);
                last = Math.Max(last, number);
            }
        }

        return (first, last);
    }

    /// <summary>Opens the folder of a container's log; null where there is none.</summary>
    public static DirectoryHandle? TryOpen(ContainerFolder container, string? elsewhere)
    {
        int errno = elsewhere is null
            ? container.Directory.TryOpenChild(s_folder, out DirectoryHandle? folder)
            : DirectoryHandle.TryOpen(elsewhere, followLink: false, out folder);
        return errno == 0 ? folder : null;
    }

    /// <summary>Opens the folder of a container's log, and makes it where there is none.</summary>
    /// <exception cref="ContainerException"><c>Log.CannotOpen</c></exception>
    public static DirectoryHandle Open(ContainerFolder container, string? elsewhere)
    {
        int made = elsewhere is null ? container.Directory.TryMakeChild(s_folder) : DirectoryHandle.TryMake(elsewhere);
        string path = elsewhere ?? container.Directory.PathOf(s_folder);
        return TryOpen(container, elsewhere) is { } folder
            ? Verified(folder)
            : throw LogErrors.CannotOpen(path, made is 0 or Errno.EEXIST ? Errno.ENOTDIR : made);
    }

    /// <summary>Removes the files of a log outside of the container's state, and its folder where nothing else is in it.</summary>
    public static void Remove(string? elsewhere)
    {
        if (elsewhere is null || DirectoryHandle.TryOpen(elsewhere, followLink: false, out DirectoryHandle? folder) != 0)
        {
            return;
        }

        using (folder)
        {
            if (folder!.Status().Owner != Tmds.Linux.LibC.geteuid())
            {
                return;
            }

            (long first, long last) = Range(folder);
            for (; first > 0 && first <= last; first++)
            {
                _ = folder.TryUnlink(Name(first));
            }
        }

        DirectoryHandle.TryRemove(elsewhere);
    }

    // Who can write there could have the user's files written to, by links of these names.
    private static DirectoryHandle Verified(DirectoryHandle folder)
    {
        FileStatus status = folder.Status();
        if (status.Owner == Tmds.Linux.LibC.geteuid() && !status.IsWritableByOthers)
        {
            return folder;
        }

        folder.Dispose();
        throw LogErrors.NotPrivate(folder.Path);
    }

    /// <summary>The number of a file of that name; 0 for any other.</summary>
    public static long Number(ReadOnlySpan<byte> name) =>
        Utf8Parser.TryParse(name, out long number, out int length) && name[length..].SequenceEqual(".log"u8) && name[0] is > (byte)'0' and <= (byte)'9' ? number : 0;
}
