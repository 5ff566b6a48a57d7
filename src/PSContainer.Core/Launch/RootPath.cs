using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch;

/// <summary>
/// A path inside the container's root, cut up in advance so that it can be opened, or made where it is missing, with every
/// component resolved inside the root and no allocation.
/// </summary>
internal sealed unsafe class RootPath
{
    private const ushort DirectoryMode = 0b111_101_101; // 0755
    private const ushort FileMode = 0b110_100_100; // 0644

    private readonly CString[] _names;
    private readonly CString[] _prefixes;

    /// <param name="path">The path as the container sees it, with <c>/</c> meaning its root; made absolute and clean.</param>
    public RootPath(string path)
    {
        Text = ContainerPath.Normalize(path);
        string[] names = Text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        _names = Array.ConvertAll(names, static name => new CString(name));
        _prefixes = new CString[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            _prefixes[i] = new CString(string.Join('/', names, 0, i + 1));
        }
    }

    /// <summary>The clean absolute path.</summary>
    public string Text { get; }

    /// <summary>Opens the path with O_PATH; -1 with errno ENOENT where it is missing.</summary>
    /// <param name="context">Where the root is.</param>
    /// <param name="flags">Flags of open(2) besides.</param>
    /// <param name="noLinks">Whether a link on the way is an error (ELOOP).</param>
    public int TryOpen(LaunchContext context, int flags = 0, bool noLinks = false) =>
        _prefixes.Length == 0 ? OpenRoot(context) : context.OpenInRoot(_prefixes[^1], O_PATH | flags, noLinks ? RESOLVE_NO_SYMLINKS : 0);

    /// <summary>Opens the path with O_PATH, making what is missing: folders, and an empty file at the end if asked.</summary>
    public int OpenOrCreate(LaunchContext context, bool directory)
    {
        int found = TryOpen(context);
        if (found >= 0 || errno != ENOENT)
        {
            return LinuxException.Check(found, "openat2", Text);
        }

        // Links on the way may lead to what is missing, too: they are followed, inside the root, to where it is to be made.
        string real = DanglingPath.Resolve(context, Text);
        return (real == Text ? this : new RootPath(real)).Create(context, directory);
    }

    private int Create(LaunchContext context, bool directory)
    {
        int parent = OpenParentOrCreate(context);
        Create(parent, directory);
        close(parent);
        return LinuxException.Check(TryOpen(context), "openat2", Text);
    }

    /// <summary>The same with a link at the end taken as what it is: it is opened itself.</summary>
    public int OpenOrCreateNoFollow(LaunchContext context, bool directory)
    {
        if (_names.Length == 0)
        {
            return OpenRoot(context);
        }

        int parent = OpenParentOrCreate(context);
        fixed (byte* name = _names[^1])
        {
            int found = openat(parent, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
            if (found < 0 && errno == ENOENT)
            {
                Create(parent, directory);
                found = openat(parent, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
            }

            close(parent);
            return LinuxException.Check(found, "openat", Text);
        }
    }

    /// <summary>Opens the folder that the last component is in, making what is missing on the way.</summary>
    public int OpenParentOrCreate(LaunchContext context)
    {
        int found = _prefixes.Length < 2 ? OpenRoot(context) : context.OpenInRoot(_prefixes[^2], O_PATH | O_DIRECTORY);
        return found >= 0 || errno != ENOENT ? LinuxException.Check(found, "openat2", Text) : CreateParent(context);
    }

    private int CreateParent(LaunchContext context)
    {
        int parent = OpenRoot(context);
        for (int i = 0; i < _prefixes.Length - 1; i++)
        {
            int next = context.OpenInRoot(_prefixes[i], O_PATH | O_DIRECTORY);
            if (next < 0 && errno == ENOENT)
            {
                MakeDirectory(parent, _names[i]);
                next = context.OpenInRoot(_prefixes[i], O_PATH | O_DIRECTORY);
            }

            LinuxException.Check(next, "openat2", Text);
            close(parent);
            parent = next;
        }

        return parent;
    }

    /// <summary>The last component: the name in its folder.</summary>
    public CString Name => _names[^1];

    private static int OpenRoot(LaunchContext context) =>
        LinuxException.Check(fcntl(context.Root, F_DUPFD_CLOEXEC, 3), "fcntl", "/");

    private void Create(int parent, bool directory)
    {
        if (directory)
        {
            MakeDirectory(parent, _names[^1]);
            return;
        }

        fixed (byte* name = _names[^1])
        {
            int file = openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FileMode);
            if (file < 0 && errno == EEXIST)
            {
                return;
            }

            close(LinuxException.Check(file, "openat", Text));
        }
    }

    private void MakeDirectory(int parent, CString name)
    {
        fixed (byte* p = name)
        {
            if (mkdirat(parent, p, DirectoryMode) < 0 && errno != EEXIST)
            {
                throw LinuxException.FromLastError("mkdirat", Text);
            }
        }
    }
}
