using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using PSContainer.Interop;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Copying;

/// <summary>Copies a file or folder from one place to a path in another, as <c>cp -a</c> would.</summary>
internal sealed unsafe class ItemCopier(CopyPlace from, CopyPlace to, CopyJob job)
{
    /// <summary>
    /// Copies it. A destination that is a folder takes it in, by its own name; another one is its new name. A source that is a link is
    /// followed, links below it are copied as links.
    /// </summary>
    /// <returns>The copy's path.</returns>
    /// <exception cref="ContainerException">The source cannot be read, or the destination not be written.</exception>
    public string Copy(string source, string destination)
    {
        (SafeFileHandle folder, string name, string path) = Target(source, destination);
        using (folder)
        {
            using SafeFileHandle item = Open(from, source, O_PATH, source);
            stat status;
            LinuxException.Check(fstat(Number(item), &status), "fstat", source);
            try
            {
                CopyItem(item, status, source, folder, new CString(name));
            }
            catch (LinuxException error)
            {
                throw CopyErrors.Failed(error, source);
            }
        }

        return path;
    }

    private void CopyItem(SafeFileHandle item, in stat status, string source, SafeFileHandle folder, in CString name)
    {
        switch (FileKind.Of(status))
        {
            case FileKind.Folder:
                new FolderCopier(job).CopyFolder(Reopen(item, O_DIRECTORY, source), folder, name, source, 0);
                break;
            case FileKind.Regular:
                using (SafeFileHandle file = Reopen(item, 0, source))
                {
                    FileCopier.Copy(job, file, status, folder, name, source);
                }

                break;
            default:
                throw CopyErrors.NotAFile(source, FileKind.Describe(status));
        }
    }

    private (SafeFileHandle Folder, string Name, string Path) Target(string source, string destination)
    {
        int found = to.TryOpen(destination, O_PATH | O_DIRECTORY);
        if (found >= 0)
        {
            string own = NameOf(source);
            return (new SafeFileHandle(found, ownsHandle: true), own, $"{destination.TrimEnd('/')}/{own}");
        }

        if (errno == ENOENT && destination.EndsWith('/'))
        {
            throw CopyErrors.NotFound(destination);
        }

        string path = destination.TrimEnd('/');
        return (Open(to, ParentOf(path), O_PATH | O_DIRECTORY, ParentOf(path)), NameOf(path), path);
    }

    private static SafeFileHandle Open(CopyPlace place, string path, int flags, string shown)
    {
        int opened = place.TryOpen(path, flags);
        return opened >= 0 ? new SafeFileHandle(opened, ownsHandle: true) : throw CopyErrors.Failed(LinuxException.FromLastError("openat2", shown), shown);
    }

    // By the descriptor, not by the path, which may lead elsewhere by now.
    private static SafeFileHandle Reopen(SafeFileHandle item, int flags, string path)
    {
        fixed (byte* self = new CString($"/proc/self/fd/{Number(item)}"))
        {
            return new SafeFileHandle(LinuxException.Check(open(self, O_RDONLY | O_NONBLOCK | O_CLOEXEC | flags), "open", path), ownsHandle: true);
        }
    }

    private static string ParentOf(string path) => path.LastIndexOf('/') switch
    {
        < 0 => ".",
        0 => "/",
        var end => path[..end],
    };

    private static string NameOf(string path)
    {
        string name = path.TrimEnd('/')[(path.TrimEnd('/').LastIndexOf('/') + 1)..];
        return name is "" or "." or ".." ? throw new ContainerException(
            "Copy.NoName", ErrorKind.InvalidArgument, $"'{path}' has no name that a copy could get.", path, "Name what is copied, such as /etc/hosts or /srv.") : name;
    }

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();
}
