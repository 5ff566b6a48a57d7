using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Hides a path of /proc or /sys: a file behind /dev/null, a folder behind an empty one. What is missing needs no hiding.</summary>
internal sealed unsafe class MaskPathStep(RootPath path) : LaunchStep
{
    public override string Name => "Mask";

    public override string Description => $"mask {path.Text}";

    public override void Execute(LaunchContext context)
    {
        int target = path.TryOpen(context);
        if (target < 0 && errno is var error && (error == ENOENT || error == ENOTDIR))
        {
            return;
        }

        LinuxException.Check(target, "openat2", path.Text);
        if (IsDirectory(target))
        {
            context.Covers.CoverFolder(target, path.Text);
        }
        else
        {
            context.Covers.CoverFile(target, path.Text);
        }

        close(target);
    }

    private bool IsDirectory(int file)
    {
        Tmds.Linux.stat status;
        LinuxException.Check(fstat(file, &status), "fstat", path.Text);
        return ((uint)status.st_mode & 0xf000) == 0x4000;
    }
}
