using System.Buffers;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Logs;
using PSContainer.State;
using static Tmds.Linux.LibC;

namespace PSContainer.Events;

/// <summary>
/// What happened to the user's containers, whoever did it: files of one line an event in the state folder, of which the last few
/// are kept. Writers take the folder's lock for the moment of an append, so that nothing is written to a file that has its end.
/// </summary>
internal static unsafe class EventJournal
{
    /// <summary>In the root of the state store. No id starts with a dot.</summary>
    public static readonly CString Folder = new(".events");

    // Some 2,000 events in each file.
    private const long MaximumSize = 256 << 10;
    private const int MaximumFiles = 4;

    /// <summary>
    /// Notes events, in order. A journal that cannot be written, on a full disk for one, is no reason for anything else to fail.
    /// </summary>
    /// <param name="root">Whose journal.</param>
    /// <param name="types">What happened, just now.</param>
    /// <param name="state">To which container.</param>
    public static void Append(StateRoot root, ReadOnlySpan<ContainerEventType> types, ContainerState state)
    {
        var lines = new ArrayBufferWriter<byte>(512);
        foreach (ContainerEventType type in types)
        {
            EventText.Write(lines, Now(type, state));
        }

        Append(root, lines.WrittenSpan);
    }

    /// <summary>Adds whole lines of events.</summary>
    internal static void Append(StateRoot root, ReadOnlySpan<byte> lines)
    {
        try
        {
            using DirectoryHandle? folder = Open(root, create: true);
            if (folder is not null)
            {
                using FileLock locked = folder.Lock();
                Append(folder, lines);
            }
        }
        catch (Exception error) when (error is LinuxException or ContainerException)
        {
            // As above.
        }
    }

    private static ContainerEvent Now(ContainerEventType type, ContainerState state) =>
        new(type, DateTimeOffset.UtcNow, state.Id, state.Name ?? ContainerId.ShortId(state.Id))
        {
            ExitCode = type == ContainerEventType.Exited ? state.ExitCode : null,
            Health = type == ContainerEventType.Health ? state.Health : null,
            RestartCount = type == ContainerEventType.Restarted ? state.RestartCount : null,
        };

    /// <summary>Opens the journal's folder; null where there is none.</summary>
    /// <exception cref="ContainerException"><c>State.Root.…</c></exception>
    public static DirectoryHandle? Open(StateRoot root, bool create)
    {
        using DirectoryHandle? states = create ? root.Open() : root.TryOpen();
        if (states is null)
        {
            return null;
        }

        int errno = states.TryOpenChild(Folder, out DirectoryHandle? folder);
        if (errno == Errno.ENOENT && create && states.TryMakeChild(Folder) is 0 or Errno.EEXIST)
        {
            errno = states.TryOpenChild(Folder, out folder);
        }

        return errno == 0 ? folder : null;
    }

    /// <summary>Where the journal ends now: what happens from now on is told behind it.</summary>
    public static LogPosition End(StateRoot root)
    {
        using DirectoryHandle? folder = Open(root, create: false);
        long last = folder is null ? 0 : LogFiles.Range(folder).Last;
        if (last == 0 || folder!.TryOpenFile(LogFiles.Name(last), O_RDONLY, out int file) != 0)
        {
            return default;
        }

        long size = (long)lseek(file, 0, SEEK_END);
        _ = close(file);
        return new LogPosition(last, size);
    }

    private static void Append(DirectoryHandle folder, ReadOnlySpan<byte> lines)
    {
        (long first, long last) = LogFiles.Range(folder);
        int file = OpenLast(folder, Math.Max(last, 1), out long size);
        if (size >= MaximumSize)
        {
            _ = close(file);
            file = OpenLast(folder, last + 1, out size);
            for (; first <= last + 1 - MaximumFiles; first++)
            {
                _ = folder.TryUnlink(LogFiles.Name(first));
            }
        }

        fixed (byte* start = lines)
        {
            if (file >= 0 && (long)write(file, start, lines.Length) != lines.Length)
            {
                // No half line: the next one would be lost with it.
                ftruncate(file, size);
            }
        }

        _ = file < 0 ? 0 : close(file);
    }

    private static int OpenLast(DirectoryHandle folder, long number, out long size)
    {
        int errno = folder.TryOpenFile(LogFiles.Name(number), O_WRONLY | O_CREAT | O_APPEND, out int file);
        size = errno == 0 ? (long)lseek(file, 0, SEEK_END) : 0;
        return errno == 0 ? file : -1;
    }
}
