using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Makes the attached root the process's root and lets go of the host's: never chroot alone, which can be left again.</summary>
internal sealed unsafe class PivotRootStep : LaunchStep
{
    public override string Name => "PivotRoot";

    public override string Description => "pivot_root into it and detach the host's root";

    public override void Execute(LaunchContext context)
    {
        fixed (byte* here = ".\0"u8, root = "/\0"u8)
        {
            int old = LinuxException.Check(open(root, O_PATH | O_DIRECTORY | O_CLOEXEC), "open", "/");
            LinuxException.Check(fchdir(context.Root), "fchdir", "the new root");
            // The old root is stacked on the new one, at the same place: no folder for it is needed (pivot_root(2), NOTES).
            LinuxException.Check(PivotRoot(here, here), "pivot_root", "/");
            // The working directory is below it still: its mounts would be the ones that are cut off.
            LinuxException.Check(fchdir(old), "fchdir", "the old root");
            close(old);
            // What is unmounted here must not be unmounted on the host, whatever the root's propagation is.
            LinuxException.Check(mount(null, here, null, MS_SLAVE | MS_REC, null), "mount", "the old root");
            LinuxException.Check(umount2(here, MNT_DETACH), "umount2", "the old root");
            LinuxException.Check(chdir(root), "chdir", "/");
            RequireNothingOver(root);
        }

        close(context.Root);
        context.Root = -1;
    }

    // A mount over the root is no part of what "/" shows, but "/.." leads into it: were it the host's, all would be lost. The mounts
    // are compared and not the folders, since the host's root may be both.
    private static void RequireNothingOver(byte* root)
    {
        fixed (byte* parent = "/..\0"u8)
        {
            if (MountIdOf(root, "/") != MountIdOf(parent, "/.."))
            {
                throw new LinuxException("pivot_root", Errno.EBUSY, "/..");
            }
        }
    }
}
