using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>
/// Enters the working directory and proves that it is inside the root: for one outside, such as a leaked descriptor's
/// <c>/proc/self/fd/N</c>, the kernel's getcwd does not begin with <c>/</c> (CVE-2024-21626).
/// </summary>
/// <param name="path">The directory.</param>
/// <param name="asUser">
/// Whether the process is the container's user by now. Some directories only root may enter, and some (on a network, in a user
/// namespace) only the user: it is tried as both.
/// </param>
internal sealed unsafe class ChangeDirectoryStep(string path, bool asUser) : LaunchStep
{
    // Nearly every path is short, and touches no further page of the stack.
    private const int ShortPath = 256;
    private const int LongPath = 4096;

    private readonly CString _path = new(path);

    public override string Name => "WorkingDirectory";

    public override string Description => asUser ? $"enter {path} as the container's user, unless that is done" : $"enter {path}";

    public override void Execute(LaunchContext context)
    {
        if (context.HasDirectory)
        {
            return;
        }

        if (Enter() is not 0 and int error)
        {
            AllowOrThrow(error);
            return;
        }

        Verify();
        context.HasDirectory = true;
    }

    // No link of /proc that stands for an open file is followed: what the launcher has open is none of the container's business.
    private int Enter()
    {
        fixed (byte* p = _path)
        {
            int directory = OpenAt2(AT_FDCWD, p, O_PATH | O_DIRECTORY | O_CLOEXEC, 0, RESOLVE_NO_MAGICLINKS);
            if (directory < 0)
            {
                return errno;
            }

            int error = fchdir(directory) == 0 ? 0 : errno;
            close(directory);
            return error;
        }
    }

    private void AllowOrThrow(int error)
    {
        if (asUser || error != EACCES)
        {
            throw new LinuxException("chdir", error, path);
        }
    }

    private void Verify()
    {
        if (!Verify(ShortPath))
        {
            Verify(LongPath);
        }
    }

    // False where the path is longer than that.
    private bool Verify(int room)
    {
        byte* current = stackalloc byte[room];
        int length = GetWorkingDirectory(current, room);
        if (length < 0 && errno == ERANGE && room < LongPath)
        {
            return false;
        }

        LinuxException.Check(length, "getcwd", path);
        return current[0] == (byte)'/' ? true : throw new LinuxException("getcwd", EXDEV, path);
    }
}
