using System.Text;
using PSContainer.Errors;
using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.State;

/// <summary>The folder that holds the states of a user's containers, one folder each. It is private to that user, or refused.</summary>
internal sealed class StateRoot
{
    private readonly bool _chosenByUser;

    internal StateRoot(string path, bool chosenByUser)
    {
        Path = path;
        _chosenByUser = chosenByUser;
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>The effective user id.</summary>
    public static uint UserId => geteuid();

    /// <summary>The caller's effective group id.</summary>
    public static uint GroupId => getegid();

    /// <summary>The calling user's folder.</summary>
    /// <param name="xdgRuntimeDir">The value of <c>XDG_RUNTIME_DIR</c> in the caller's environment, or null.</param>
    public static StateRoot OfUser(string? xdgRuntimeDir)
    {
        var choice = new StateRootChoice(geteuid(), IsInUserNamespace(), xdgRuntimeDir);
        return new(choice.Choose(IsOwnFolder), chosenByUser: false);
    }

    /// <summary>A folder of the user's choice (<c>--root</c>); it is made where it does not exist, with its parents.</summary>
    /// <exception cref="ContainerException"><c>State.Root.InvalidPath</c>.</exception>
    public static StateRoot At(string path) => path.Length == 0 || path.Contains('\0', StringComparison.Ordinal)
        ? throw StateRootErrors.InvalidPath(path)
        : new(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)), chosenByUser: true);

    /// <summary>Opens the folder, or gives null where it does not exist.</summary>
    /// <exception cref="ContainerException"><c>State.Root.…</c></exception>
    public DirectoryHandle? TryOpen()
    {
        int errno = DirectoryHandle.TryOpen(Path, followLink: false, out DirectoryHandle? root);
        if (errno is Errno.ENOTDIR or Errno.ELOOP && IsTrustedLink())
        {
            errno = DirectoryHandle.TryOpen(Path, followLink: true, out root);
        }

        return errno switch
        {
            0 => Verified(root!),
            Errno.ENOENT => null,
            _ => throw StateRootErrors.CannotOpen(Path, errno),
        };
    }

    /// <summary>Opens the folder; makes it first where it does not exist.</summary>
    /// <exception cref="ContainerException"><c>State.Root.…</c></exception>
    public DirectoryHandle Open()
    {
        if (TryOpen() is { } root)
        {
            return root;
        }

        Make(Path, _chosenByUser);
        return TryOpen() ?? throw StateRootErrors.CannotOpen(Path, Errno.ENOENT);
    }

    private static void Make(string path, bool withParents)
    {
        int errno = DirectoryHandle.TryMake(path);
        if (errno == Errno.ENOENT && withParents && System.IO.Path.GetDirectoryName(path) is { } parent)
        {
            Make(parent, withParents);
            errno = DirectoryHandle.TryMake(path);
        }

        if (errno is not (0 or Errno.EEXIST))
        {
            throw StateRootErrors.CannotMake(path, errno);
        }
    }

    // Who could write here could have any process signalled, and any file removed, in the user's name.
    private DirectoryHandle Verified(DirectoryHandle root)
    {
        FileStatus status = root.Status();
        if (status.Owner == geteuid() && !status.IsWritableByOthers)
        {
            return root;
        }

        root.Dispose();
        throw status.IsWritableByOthers ? StateRootErrors.WritableByOthers(Path) : StateRootErrors.OfAnother(Path, status.Owner);
    }

    // In a folder like /tmp anybody can make a link that leads to a folder of ours: the link must be ours, or root's.
    private bool IsTrustedLink() =>
        _chosenByUser && DirectoryHandle.TryStatusOf(Path, out FileStatus status) == 0 && (status.Owner == 0 || status.Owner == geteuid());

    private static bool IsOwnFolder(string path)
    {
        if (DirectoryHandle.TryOpen(path, followLink: false, out DirectoryHandle? folder) != 0)
        {
            return false;
        }

        using (folder)
        {
            return folder!.Status().Owner == geteuid();
        }
    }

    /// <summary>Whether ids are mapped: the first user namespace maps every id to itself. See <c>user_namespaces(7)</c>.</summary>
    internal static bool IsInUserNamespace()
    {
        Span<byte> map = stackalloc byte[128];
        int length = ProcFile.Read(new CString("/proc/self/uid_map"), map);
        Span<Range> fields = stackalloc Range[4];
        string text = Encoding.ASCII.GetString(map[..Math.Max(length, 0)]);
        int count = text.AsSpan().SplitAny(fields, " \n", StringSplitOptions.RemoveEmptyEntries);
        return length > 0 && !(count >= 3 && text[fields[0]] == "0" && text[fields[1]] == "0" && text[fields[2]] == "4294967295");
    }
}
