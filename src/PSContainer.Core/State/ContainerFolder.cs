using System.Buffers;
using PSContainer.Errors;
using PSContainer.Interop;

namespace PSContainer.State;

/// <summary>One container's folder, open. Should it be removed meanwhile, even should the id be used anew, this stays the old one.</summary>
internal sealed partial class ContainerFolder : IDisposable
{
    private const int FirstStateSize = 2 << 10;

    public ContainerFolder(string id, DirectoryHandle directory)
    {
        Id = id;
        Directory = directory;
    }

    /// <summary>The container's id.</summary>
    public string Id { get; }

    /// <summary>The folder itself, for the files of others: the log, for instance.</summary>
    public DirectoryHandle Directory { get; }

    /// <summary>Reads the state. Never throws: what is wrong is in the result.</summary>
    public StateReading Read()
    {
        var content = default(PooledBytes);
        try
        {
            int errno = Directory.TryReadFile(StateFile.State, StateFile.SizeLimit, ref content);
            return errno == 0 ? ContainerStateReader.Read(Id, content.Bytes) : Unread(errno);
        }
        finally
        {
            content.Dispose();
        }
    }

    /// <summary>Replaces the state.</summary>
    /// <exception cref="ContainerException"><c>Container.NotFound</c>: it was removed; <c>State.TooLarge</c>; <c>State.Write.…</c></exception>
    public void Write(ContainerState state)
    {
        using FileLock locked = Lock();
        WriteLocked(state);
    }

    /// <summary>Changes the state where there is one, and else writes the first.</summary>
    /// <exception cref="ContainerException"><c>Container.NotFound</c>: it was removed; <c>State.TooLarge</c>; <c>State.Write.…</c></exception>
    public void WriteOrUpdate(ContainerState first, Action<ContainerState> change)
    {
        using FileLock locked = Lock();
        ContainerState? state = Read().State;
        if (state is not null)
        {
            change(state);
        }

        WriteLocked(state ?? first);
    }

    /// <summary>Reads, changes and writes the state while no other can.</summary>
    /// <returns>The state as it was written.</returns>
    public ContainerState Update(Action<ContainerState> change)
    {
        using FileLock locked = Lock();
        ContainerState state = Read().Require();
        change(state);
        WriteLocked(state);
        return state;
    }

    /// <summary>Keeps a copy of the container's runtime spec, byte for byte.</summary>
    public void WriteSpec(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > StateFile.SpecSizeLimit)
        {
            throw StateErrors.SpecTooLarge(Id);
        }

        using FileLock locked = Lock();
        Replace(StateFile.Spec, utf8, "WriteSpec", "Writing the runtime spec of container");
    }

    /// <summary>Keeps what was asked of the launcher.</summary>
    public void WriteLaunch(ReadOnlySpan<byte> utf8)
    {
        using FileLock locked = Lock();
        Replace(StateFile.Launch, utf8, "WriteLaunch", "Writing the launch of container");
    }

    /// <summary>The copy of the container's runtime spec, or null where there is none.</summary>
    public byte[]? ReadSpec() => ReadFile(StateFile.Spec, "ReadSpec", "Reading the runtime spec of container");

    /// <summary>What was asked of the launcher, or null where it was not kept.</summary>
    public byte[]? ReadLaunch() => ReadFile(StateFile.Launch, "ReadLaunch", "Reading the launch of container");

    private byte[]? ReadFile(in CString name, string step, string doing)
    {
        var content = default(PooledBytes);
        try
        {
            return Directory.TryReadFile(name, StateFile.SpecSizeLimit, ref content) switch
            {
                0 => content.Bytes.ToArray(),
                Errno.ENOENT => null,
                Errno.EFBIG => throw StateErrors.SpecTooLarge(Id),
                int errno => throw Failure(step, doing, name, "read", errno),
            };
        }
        finally
        {
            content.Dispose();
        }
    }

    public void Dispose()
    {
        _owner?.Dispose();
        Directory.Dispose();
    }

    private FileLock Lock()
    {
        try
        {
            return Directory.Lock();
        }
        catch (LinuxException e)
        {
            throw StateErrors.Failed("Lock", "Locking the state of container", Id, e);
        }
    }

    private void WriteLocked(ContainerState state)
    {
        if (state.Id != Id)
        {
            throw new ArgumentException($"The state of '{state.Id}' does not belong to the container '{Id}'.", nameof(state));
        }

        var json = new ArrayBufferWriter<byte>(FirstStateSize);
        ContainerStateWriter.Write(json, state);
        if (json.WrittenCount > StateFile.SizeLimit)
        {
            throw StateErrors.TooLarge(Id, json.WrittenCount);
        }

        Replace(StateFile.State, json.WrittenSpan, "Write", "Writing the state of container");
    }

    private void Replace(in CString name, ReadOnlySpan<byte> content, string step, string doing)
    {
        int errno = Directory.TryReplaceFile(name, content);
        if (errno != 0)
        {
            // Nothing can be made in a directory that was removed.
            throw errno == Errno.ENOENT ? StateErrors.NotFound(Id) : Failure(step, doing, name, "write", errno);
        }
    }

    private ContainerException Failure(string step, string doing, in CString name, string function, int errno) =>
        StateErrors.Failed(step, doing, Id, new LinuxException(function, errno, Directory.PathOf(name)));

    private StateReading Unread(int errno) => errno switch
    {
        Errno.ENOENT => StateReading.Failed(Id, StateProblem.NotWritten, "no state was written"),
        Errno.EFBIG => StateReading.Failed(Id, StateProblem.TooLarge, $"state.json has more than {StateFile.SizeLimit} bytes"),
        Errno.ELOOP => StateReading.Failed(Id, StateProblem.Unreadable, "state.json is a link"),
        _ => StateReading.Failed(Id, StateProblem.Unreadable, $"state.json: {Errno.Describe(errno)}"),
    };
}
