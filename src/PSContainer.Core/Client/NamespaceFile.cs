using System.Globalization;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Launch;
using PSContainer.Oci;
using static Tmds.Linux.LibC;

namespace PSContainer.Client;

/// <summary>Namespaces by their files.</summary>
internal static unsafe class NamespaceFile
{
    // ioctl_ns(2)
    private const int NS_GET_NSTYPE = 0xb703;

    private const string Remedy = "A namespace lives as long as a process is in it or its file is mounted.";

    /// <summary>The file of a process's namespace.</summary>
    /// <exception cref="ContainerException"><c>Process.NotFound</c></exception>
    public static string Of(int process, NamespaceKind kind)
    {
        string path = Path(process, kind);
        return Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}")) ? path : throw NoProcess(process);
    }

    /// <summary>Whether a process is in another namespace of a kind than the caller.</summary>
    /// <exception cref="ContainerException"><c>Process.NotFound</c>, <c>Namespace.NotPermitted</c></exception>
    public static bool IsForeign(int process, NamespaceKind kind)
    {
        string file = Of(process, kind);
        try
        {
            return File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name
                != File.ResolveLinkTarget($"/proc/self/ns/{kind.FileName()}", returnFinalTarget: false)?.Name;
        }
        catch (UnauthorizedAccessException error)
        {
            throw new ContainerException(
                "Namespace.NotPermitted", ErrorKind.PermissionDenied, $"The namespaces of process {process} may not be looked at.", process,
                "They can be joined by root, and by the process's own user.", error);
        }
        catch (IOException)
        {
            throw NoProcess(process);
        }
    }

    /// <summary>What kind of namespace a file stands for.</summary>
    /// <exception cref="ContainerException"><c>Namespace.NotFound</c>, <c>Namespace.Invalid</c></exception>
    public static NamespaceKind KindOf(string path)
    {
        fixed (byte* p = new CString(path))
        {
            int file = open(p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
            if (file < 0)
            {
                throw new ContainerException(
                    "Namespace.NotFound", ErrorKind.NotFound, $"The namespace '{path}' cannot be opened.", path, Remedy,
                    LinuxException.FromLastError("open", path));
            }

            int flag = ioctl(file, NS_GET_NSTYPE);
            close(file);
            return Find(flag) ?? throw new ContainerException(
                "Namespace.Invalid", ErrorKind.InvalidArgument, $"'{path}' is no namespace's file.", path,
                "Give one of /proc/PID/ns, or a bind mount of one.");
        }
    }

    /// <summary>The kind, where the file stands for one of that kind.</summary>
    /// <exception cref="ContainerException"><c>Namespace.WrongKind</c></exception>
    public static NamespaceKind Require(string path, NamespaceKind kind) => KindOf(path) == kind ? kind : throw new ContainerException(
        "Namespace.WrongKind", ErrorKind.InvalidArgument, $"'{path}' is no {kind} namespace but one of {KindOf(path)}.", path);

    private static NamespaceKind? Find(int flag)
    {
        for (NamespaceKind kind = NamespaceKind.Pid; kind <= NamespaceKind.Time; kind++)
        {
            if ((int)kind.CloneFlag() == flag)
            {
                return kind;
            }
        }

        return null;
    }

    private static string Path(int process, NamespaceKind kind) =>
        string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/ns/{kind.FileName()}");

    private static ContainerException NoProcess(int process) => new(
        "Process.NotFound", ErrorKind.NotFound, $"There is no process {process}.", process, "It may have ended meanwhile.");
}
