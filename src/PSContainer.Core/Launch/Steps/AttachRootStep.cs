using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>
/// Makes a private copy of the root's mounts and attaches it where it can become the root. From here on the root is a
/// descriptor: nothing looks its path up again.
/// </summary>
/// <param name="source">The folder that becomes the root.</param>
/// <param name="readOnlyTree">Makes the root and everything mounted below it read-only at once.</param>
internal sealed unsafe class AttachRootStep(string source, bool readOnlyTree) : LaunchStep
{
    private readonly CString _source = new(source);

    public override string Name => "Root";

    public override string Description => $"take {source} as the root{(readOnlyTree ? ", read-only with all that is mounted below it" : "")}";

    public override void Execute(LaunchContext context)
    {
        fixed (byte* from = _source)
        {
            int tree = OpenTree(AT_FDCWD, from, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
            LinuxException.Check(tree, "open_tree", source);
            if (readOnlyTree)
            {
                var attributes = new MountAttr { Set = MOUNT_ATTR_RDONLY };
                LinuxException.Check(MountSetAttr(tree, AT_RECURSIVE, &attributes), "mount_setattr", source);
            }

            // On the folder itself, which covers it in this mount namespace alone; "/" too can be covered until the pivot.
            int target = LinuxException.Check(open(from, O_PATH | O_DIRECTORY | O_CLOEXEC), "open", source);
            LinuxException.Check(MoveMount(tree, target), "move_mount", source);
            close(target);
            context.Root = tree;
        }
    }
}
