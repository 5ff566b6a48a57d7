using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Launch;
using PSContainer.Oci;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>The namespaces to join, opened before the clone: what they are is settled then, whatever happens to their paths.</summary>
internal sealed unsafe class NamespaceFiles
{
    private readonly (NamespaceKind Kind, int File, string Path)[] _files;

    private NamespaceFiles((NamespaceKind, int, string)[] files) => _files = files;

    /// <exception cref="ContainerException">A path is missing.</exception>
    public static NamespaceFiles Open(IReadOnlyList<NamespaceJoin> joins)
    {
        var files = new (NamespaceKind, int, string)[joins.Count];
        for (int i = 0; i < files.Length; i++)
        {
            files[i] = (joins[i].Kind, OpenOne(joins[i]), joins[i].Path);
        }

        return new NamespaceFiles(files);
    }

    /// <summary>
    /// Joins them. Some belong to the caller's user namespace and some to the one that is joined: those that are refused at
    /// first are tried again after it.
    /// </summary>
    /// <param name="later">The kind that is left for <see cref="JoinLater"/>, or null.</param>
    public void Join(NamespaceKind? later)
    {
        for (int i = 0; i < _files.Length; i++)
        {
            if (_files[i].Kind == later)
            {
                Later = _files[i].File;
                _files[i].File = -1;
            }
            else if (_files[i].Kind != NamespaceKind.User && TryJoin(_files[i]))
            {
                _files[i].File = -1;
            }
        }

        foreach ((NamespaceKind Kind, int File, string Path) file in _files)
        {
            if (file.File >= 0 && !TryJoin(file))
            {
                throw LinuxException.FromLastError("setns", file.Path);
            }
        }
    }

    /// <summary>The descriptor of the one that was left, or -1.</summary>
    public int Later { get; private set; } = -1;

    /// <summary>Joins the one that was left.</summary>
    public void JoinLater() => _ = Later < 0 ? 0 : LinuxException.Check(setns(Later, (int)NamespaceKind.Cgroup.CloneFlag()), "setns");

    private static bool TryJoin((NamespaceKind Kind, int File, string Path) file)
    {
        if (setns(file.File, (int)file.Kind.CloneFlag()) == 0)
        {
            return true;
        }

        return errno == EPERM && file.Kind != NamespaceKind.User
            ? false
            : throw LinuxException.FromLastError("setns", file.Path);
    }

    private static int OpenOne(NamespaceJoin join)
    {
        fixed (byte* path = new CString(join.Path))
        {
            int file = open(path, O_RDONLY | O_CLOEXEC);
            return file >= 0 ? file : throw (errno == EACCES ? NotPermitted(join) : new ContainerException(
                "Namespace.NotFound", ErrorKind.NotFound, $"The {join.Kind.FileName()} namespace '{join.Path}' cannot be opened.",
                join.Path, "A namespace lives as long as a process is in it or its file is mounted.",
                LinuxException.FromLastError("open", join.Path)));
        }
    }

    // The launcher cannot be looked into before it has become the command, but by root.
    private static ContainerException NotPermitted(NamespaceJoin join) => new(
        "Namespace.NotPermitted", ErrorKind.PermissionDenied, $"The {join.Kind.FileName()} namespace '{join.Path}' may not be joined.", join.Path,
        "The process has to be the caller's, and a container has to be started first: Start-Container.", LinuxException.FromLastError("open", join.Path));
}
