using System.Text;
using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.State;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Copying;

/// <summary>Copies folders with all that is in them. What cannot be copied is told, and the rest goes on.</summary>
internal sealed unsafe class FolderCopier(CopyJob job)
{
    /// <summary>How deep folders may lie in each other: each holds two descriptors open.</summary>
    public const int MaxDepth = 200;

    private const ushort OwnerOnly = 0x1c0; // 0700

    /// <summary>Copies one thing, whatever it is, to a name in a folder.</summary>
    /// <param name="from">The folder that it is in.</param>
    /// <param name="fromName">Its name there.</param>
    /// <param name="to">The folder that the copy goes to.</param>
    /// <param name="toName">Its name there.</param>
    /// <param name="path">What messages call it.</param>
    /// <param name="depth">How many folders it is in.</param>
    public void CopyEntry(SafeFileHandle from, in CString fromName, SafeFileHandle to, in CString toName, string path, int depth = 0)
    {
        job.Cancel.ThrowIfCancellationRequested();
        stat status = Look(from, fromName, path);
        switch (FileKind.Of(status))
        {
            case FileKind.Folder:
                CopyFolder(Open(from, fromName, O_DIRECTORY, path), to, toName, path, depth + 1);
                break;
            case FileKind.Regular:
                CopyFile(from, fromName, to, toName, path);
                break;
            case FileKind.Link:
                FileCopier.CopyLink(job, from, fromName, status, to, toName, path);
                break;
            default:
                throw CopyErrors.NotAFile(path, FileKind.Describe(status));
        }
    }

    /// <summary>Copies a folder that is open, which this closes.</summary>
    public void CopyFolder(SafeFileHandle source, SafeFileHandle to, in CString toName, string path, int depth)
    {
        using SafeFileHandle from = source;
        if (depth > MaxDepth)
        {
            throw CopyErrors.TooDeep(path);
        }

        using SafeFileHandle target = Make(to, toName, path);
        CopyEntries(from, target, path, depth);
        stat status;
        LinuxException.Check(fstat(Number(from), &status), "fstat", path);
        job.Finish(Number(from), Number(target), status, path);
    }

    private void CopyEntries(SafeFileHandle from, SafeFileHandle to, string path, int depth)
    {
        using var entries = new DirectoryEntries(Number(Open(from, new CString("."), O_DIRECTORY, path, owned: false)), path);
        while (entries.Read())
        {
            // Its bytes as they are, which need not be text.
            var name = CString.FromBytes(entries.Name);
            string entry = $"{path.TrimEnd('/')}/{Encoding.UTF8.GetString(entries.Name)}";
            try
            {
                CopyEntry(from, name, to, name, entry, depth);
            }
            catch (LinuxException error)
            {
                job.Error(CopyErrors.Failed(error, entry));
            }
            catch (ContainerException error)
            {
                job.Error(error);
            }
        }
    }

    // What is opened may be another file than what was looked at: it is looked at again.
    private void CopyFile(SafeFileHandle from, in CString fromName, SafeFileHandle to, in CString toName, string path)
    {
        using SafeFileHandle file = Open(from, fromName, 0, path);
        stat status;
        LinuxException.Check(fstat(Number(file), &status), "fstat", path);
        if (FileKind.Of(status) != FileKind.Regular)
        {
            throw CopyErrors.NotAFile(path, FileKind.Describe(status));
        }

        FileCopier.Copy(job, file, status, to, toName, path);
    }

    private static SafeFileHandle Make(SafeFileHandle folder, in CString name, string path)
    {
        fixed (byte* p = name)
        {
            if (mkdirat(Number(folder), p, OwnerOnly) < 0 && errno != EEXIST)
            {
                throw LinuxException.FromLastError("mkdirat", path);
            }

            int made = openat(Number(folder), p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            return made >= 0 ? new SafeFileHandle(made, ownsHandle: true)
                : throw (errno == ENOTDIR || errno == ELOOP ? CopyErrors.IsNoFolder(path) : LinuxException.FromLastError("openat", path));
        }
    }

    private static stat Look(SafeFileHandle folder, in CString name, string path)
    {
        stat status;
        fixed (byte* p = name)
        {
            LinuxException.Check(fstatat(Number(folder), p, &status, AT_SYMLINK_NOFOLLOW), "fstatat", path);
        }

        return status;
    }

    private static SafeFileHandle Open(SafeFileHandle folder, in CString name, int flags, string path, bool owned = true)
    {
        fixed (byte* p = name)
        {
            return new SafeFileHandle(
                LinuxException.Check(openat(Number(folder), p, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | flags), "openat", path), owned);
        }
    }

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();
}
