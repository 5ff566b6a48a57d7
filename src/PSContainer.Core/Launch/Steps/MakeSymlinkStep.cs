using PSContainer.Errors;
using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Makes one of the links that every /dev has (<c>/dev/stdin</c> …), unless the root brings it.</summary>
internal sealed unsafe class MakeSymlinkStep(RootPath path, string target) : LaunchStep
{
    private readonly CString _target = new(target);

    public override string Name => "Symlink";

    public override string Description => $"link {path.Text} to {target}";

    public override void Execute(LaunchContext context)
    {
        int folder = path.OpenParentOrCreate(context);
        fixed (byte* name = path.Name, to = _target)
        {
            if (symlinkat(to, folder, name) < 0 && errno != EEXIST)
            {
                throw LinuxException.FromLastError("symlinkat", path.Text);
            }
        }

        close(folder);
    }
}
