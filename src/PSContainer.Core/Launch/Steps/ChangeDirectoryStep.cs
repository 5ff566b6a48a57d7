using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>
/// Enters the working directory and proves that it is inside the root: for one outside, such as a leaked descriptor's
/// <c>/proc/self/fd/N</c>, the kernel's getcwd does not begin with <c>/</c> (CVE-2024-21626).
/// </summary>
internal sealed unsafe class ChangeDirectoryStep(string path) : LaunchStep
{
    private readonly CString _path = new(path);

    public override string Name => "WorkingDirectory";

    public override string Description => $"enter {path}";

    public override void Execute(LaunchContext context)
    {
        fixed (byte* p = _path)
        {
            LinuxException.Check(chdir(p), "chdir", path);
        }

        const int Room = 4096;
        byte* current = stackalloc byte[Room];
        LinuxException.Check(GetWorkingDirectory(current, Room), "getcwd", path);
        if (current[0] != (byte)'/')
        {
            throw new LinuxException("getcwd", EXDEV, path);
        }
    }
}
