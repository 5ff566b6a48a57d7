using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Covers a path with a read-only view of itself. What is missing needs none.</summary>
internal sealed unsafe class ReadOnlyPathStep(RootPath path) : LaunchStep
{
    public override string Name => "ReadOnly";

    public override string Description => $"make {path.Text} read-only";

    public override void Execute(LaunchContext context)
    {
        int target = path.TryOpen(context);
        if (target < 0 && errno is var error && (error == ENOENT || error == ENOTDIR))
        {
            return;
        }

        LinuxException.Check(target, "openat2", path.Text);
        fixed (byte* empty = "\0"u8)
        {
            int tree = OpenTree(target, empty, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (uint)(AT_EMPTY_PATH | AT_RECURSIVE));
            LinuxException.Check(tree, "open_tree", path.Text);
            var attributes = new MountAttr { Set = MOUNT_ATTR_RDONLY };
            LinuxException.Check(MountSetAttr(tree, AT_RECURSIVE, &attributes), "mount_setattr", path.Text);
            LinuxException.Check(MoveMount(tree, target), "move_mount", path.Text);
            close(tree);
        }

        close(target);
    }
}
