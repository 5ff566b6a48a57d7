using Microsoft.Win32.SafeHandles;
using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.State;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Copying;

/// <summary>
/// One side of a copy: the host, or what a running container sees as its root, mounts included. There every link is followed
/// inside the root only, whatever it says.
/// </summary>
internal sealed unsafe class CopyPlace : IDisposable
{
    private readonly SafeFileHandle _root;
    private readonly ulong _resolve;

    private CopyPlace(SafeFileHandle root, ulong resolve)
    {
        _root = root;
        _resolve = resolve;
    }

    /// <summary>Whose files are whose.</summary>
    public CopyOwners Users { get; private init; } = CopyOwners.Same;

    /// <summary>The same of groups.</summary>
    public CopyOwners Groups { get; private init; } = CopyOwners.Same;

    /// <summary>Whether what is there is a container's to say.</summary>
    public bool IsContainer => _resolve != 0;

    /// <summary>The host; its paths are absolute.</summary>
    public static CopyPlace OfHost() => new(OpenRoot("/"), 0);

    /// <summary>A container that runs, is paused, or waits to be started.</summary>
    /// <exception cref="ContainerException"><c>Container.NotRunning</c></exception>
    /// <exception cref="LinuxException">The caller may not look into it.</exception>
    public static CopyPlace Of(Container container)
    {
        container.Refresh();
        if (container.State.Process is not { } process || !container.IsAlive)
        {
            throw ContainerErrors.NotRunning(container.Name);
        }

        SafeFileHandle root = OpenRoot($"/proc/{process.Pid}/root");
        var place = new CopyPlace(root, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS)
        {
            Users = CopyOwners.Read($"/proc/{process.Pid}/uid_map"), Groups = CopyOwners.Read($"/proc/{process.Pid}/gid_map"),
        };

        // Looked at after all of it was opened: a pid may be a stranger's by now.
        if (!process.IsAlive())
        {
            place.Dispose();
            throw ContainerErrors.NotRunning(container.Name);
        }

        return place;
    }

    /// <summary>Opens a path; -1 with errno where that fails.</summary>
    public int TryOpen(string path, int flags)
    {
        fixed (byte* name = new CString(path.Length == 0 ? "." : path))
        {
            return OpenAt2((int)_root.DangerousGetHandle(), name, flags | O_CLOEXEC, 0, _resolve);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();

    private static SafeFileHandle OpenRoot(string path)
    {
        fixed (byte* name = new CString(path))
        {
            return new SafeFileHandle(LinuxException.Check(open(name, O_PATH | O_DIRECTORY | O_CLOEXEC), "open", path), ownsHandle: true);
        }
    }
}
