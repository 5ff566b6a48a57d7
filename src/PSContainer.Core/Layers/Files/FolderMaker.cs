using PSContainer.Errors;
using PSContainer.Layers.Tar;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers.Files;

/// <summary>
/// Opens folders of a layer as the whole file system would show them, name by name: links lead where they lead with the layers below in
/// place, never out of the root; a folder that only the layers below have is made as they have it.
/// </summary>
internal sealed unsafe class FolderMaker(int root, LayerContext context)
{
    private const int MaxLinks = 40;
    private const int LongestLink = 4096;
    private const ushort PlainMode = 0b111_101_101;

    private readonly ByteBuffer _pending = new();
    private readonly ByteBuffer _resolved = new();
    private readonly ByteBuffer _spare = new();
    private readonly NameBytes _name = new();
    private readonly List<(int Length, bool IsHidden)> _levels = [];
    private int _next;
    private int _links;
    private bool _makes;
    private TarTime _time;

    // Whether the layers below are hidden where the walk is.
    private bool IsHidden => _levels.Count > 0 && _levels[^1].IsHidden;

    /// <summary>Opens a folder.</summary>
    /// <param name="path">Its path below the root.</param>
    /// <param name="time">What a folder gets as its time that no layer has an entry for.</param>
    /// <param name="makes">Whether one that no layer has is made.</param>
    /// <returns>The descriptor; -1 where there is no such folder, and none is made.</returns>
    /// <exception cref="LowerLayersNeededException">It depends on the layers below.</exception>
    public int Open(ReadOnlySpan<byte> path, TarTime time, bool makes)
    {
        (_time, _makes, _links, _next) = (time, makes, 0, 0);
        _pending.Set(path);
        _resolved.Clear();
        _levels.Clear();
        int folder = OpenRoot();
        try
        {
            while (folder >= 0 && TakeName())
            {
                int next = Step(folder);
                _ = next == folder ? 0 : close(folder);
                folder = next;
            }

            return folder;
        }
        catch
        {
            close(folder);
            throw;
        }
    }

    private bool TakeName()
    {
        while (_next < _pending.Length)
        {
            ReadOnlySpan<byte> rest = _pending.Span[_next..];
            int slash = rest.IndexOf((byte)'/');
            ReadOnlySpan<byte> name = slash < 0 ? rest : rest[..slash];
            _next += name.Length + 1;
            if (!name.IsEmpty && !name.SequenceEqual("."u8))
            {
                _name.Set(name);
                return true;
            }
        }

        return false;
    }

    // The next folder, or the same one where a link was met.
    private int Step(int folder)
    {
        if (_name.Span.SequenceEqual(".."u8))
        {
            return GoUp();
        }

        if (!EntryStatus.TryGet(folder, _name, out EntryStatus status))
        {
            return StepBelow(folder);
        }

        if (status.IsFolder)
        {
            return Enter(folder, IsHidden);
        }

        if (status.IsLink)
        {
            return Follow(folder, folder);
        }

        return !status.IsWhiteout ? throw new LinuxException("openat", Errno.ENOTDIR) : _makes ? MakeOverWhiteout(folder) : -1;
    }

    private int StepBelow(int folder)
    {
        LowerMatch? match = null;
        context.HasOrphans |= context.IsLowest && _makes;
        if (!context.IsLowest && !IsHidden)
        {
            LowerLayers lower = context.Lower ?? throw new LowerLayersNeededException();
            _spare.Set(_resolved.Span);
            _spare.Append(_name.Span);
            match = lower.Find(_spare.Span);
        }

        if (match is not { } found)
        {
            return _makes ? Make(folder, isHidden: true) : -1;
        }

        try
        {
            return found.Status.IsFolder ? CopyFolder(folder, found)
                : found.Status.IsLink ? Follow(folder, found.Folder) : throw new LinuxException("openat", Errno.ENOTDIR);
        }
        finally
        {
            close(found.Folder);
        }
    }

    private int MakeOverWhiteout(int folder)
    {
        TreeRemoval.Remove(folder, _name);
        int made = Make(folder, isHidden: true);
        context.Marks.MakeOpaque(made);
        return made;
    }

    private int Make(int folder, bool isHidden)
    {
        int made = MakeEmpty(folder, isHidden);
        LinuxException.Check(fchmod(made, PlainMode), "fchmod");
        context.Owners.Set(made, 0, 0);
        FileTimes.Set(made, _time, _time);
        return made;
    }

    private int CopyFolder(int folder, in LowerMatch match)
    {
        int made = MakeEmpty(folder, isHidden: false);
        int from = OpenChild(match.Folder);
        context.Owners.Set(made, match.Status.User, match.Status.Group);
        LinuxException.Check(fchmod(made, (ushort)match.Status.Mode), "fchmod");
        context.Attributes.Copy(from, made);
        FileTimes.Set(made, match.Status.Accessed, match.Status.Modified);
        close(from);
        return made;
    }

    // The folder that it is made in keeps its times: nobody said that it has changed.
    private int MakeEmpty(int folder, bool isHidden)
    {
        EntryStatus before = EntryStatus.Get(folder);
        fixed (byte* path = _name)
        {
            LinuxException.Check(mkdirat(folder, path, PlainMode), "mkdirat");
        }

        FileTimes.Set(folder, before.Accessed, before.Modified);
        return Enter(folder, isHidden);
    }

    private int Enter(int folder, bool isHidden)
    {
        int child = OpenChild(folder);
        _resolved.Append(_name.Span);
        _resolved.Append((byte)'/');
        _levels.Add((_resolved.Length, isHidden || context.Marks.IsOpaque(child)));
        return child;
    }

    private int GoUp()
    {
        if (_levels.Count > 0)
        {
            _levels.RemoveAt(_levels.Count - 1);
        }

        _resolved.Truncate(_levels.Count > 0 ? _levels[^1].Length : 0);
        return Reopen();
    }

    // A link's target takes its place in front of what is still to come.
    private int Follow(int folder, int holder)
    {
        if (++_links > MaxLinks)
        {
            throw new LinuxException("openat", Errno.ELOOP);
        }

        byte* target = stackalloc byte[LongestLink];
        nint length;
        fixed (byte* path = _name)
        {
            length = LinuxException.Check((nint)(long)readlinkat(holder, path, target, LongestLink), "readlinkat");
        }

        _spare.Set(new ReadOnlySpan<byte>(target, (int)length));
        _spare.Append((byte)'/');
        _spare.Append(_pending.Span[Math.Min(_next, _pending.Length)..]);
        _pending.Set(_spare.Span);
        _next = 0;
        if (target[0] != (byte)'/')
        {
            return folder;
        }

        _resolved.Clear();
        _levels.Clear();
        return OpenRoot();
    }

    private int OpenRoot()
    {
        fixed (byte* here = ".\0"u8)
        {
            return LinuxException.Check(openat(root, here, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "openat");
        }
    }

    private int Reopen()
    {
        if (_resolved.Length == 0)
        {
            return OpenRoot();
        }

        _name.Set(_resolved.Span);
        fixed (byte* path = _name)
        {
            return LinuxException.Check(
                OpenAt2(root, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV), "openat2");
        }
    }

    private int OpenChild(int folder)
    {
        fixed (byte* path = _name)
        {
            return LinuxException.Check(openat(folder, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), "openat");
        }
    }
}
