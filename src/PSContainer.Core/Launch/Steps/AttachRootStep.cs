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
internal sealed unsafe class AttachRootStep(string source, bool readOnlyTree) : LaunchStep, IOutsideStep
{
    private readonly CString _source = new(source);

    /// <summary>Whether the launcher opens it: the process might not be let in.</summary>
    public bool OpensOutside { get; init; }

    /// <summary>
    /// Whether what is mounted here would show on the host: then the mount that holds the mount point is cut off first.
    /// </summary>
    public bool CutsOff { get; init; }

    public bool IsInside => false;

    public DeviceNode? Device => null;

    public override bool NeedsLauncher => OpensOutside;

    public override string Name => "Root";

    public override string Description => $"take {source} as the root{(readOnlyTree ? ", read-only with all that is mounted below it" : "")}";

    public override void Execute(LaunchContext context)
    {
        int tree = OpensOutside ? context.Peer!.Open(context.StepIndex) : CloneTree();
        if (readOnlyTree)
        {
            var attributes = new MountAttr { Set = MOUNT_ATTR_RDONLY };
            LinuxException.Check(MountSetAttr(tree, AT_RECURSIVE, &attributes), "mount_setattr", source);
        }

        // On the folder itself, which covers it in this mount namespace alone; "/" too can be covered until the pivot, and is the one
        // place that everybody may reach.
        fixed (byte* from = _source, slash = "/\0"u8)
        {
            int target = LinuxException.Check(open(OpensOutside ? slash : from, O_PATH | O_DIRECTORY | O_CLOEXEC), "open", source);
            if (CutsOff)
            {
                // The new root itself too: the pivot takes none that is shared.
                CutOff(tree);
                CutOff(target);
            }

            LinuxException.Check(MoveMount(tree, target), "move_mount", source);
            close(target);
        }

        context.Root = tree;
    }

    public int OpenOutside(OutsideContext context) => DetachedTree.MakePrivate(CloneTree(), source);

    private int CloneTree()
    {
        fixed (byte* from = _source)
        {
            int tree = OpenTree(AT_FDCWD, from, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
            return LinuxException.Check(tree, "open_tree", source);
        }
    }

    // Propagation is a property of mounts, and only the root folder of one stands for it: it is the first above that takes it.
    private void CutOff(int target)
    {
        var attributes = new MountAttr { Propagation = MountPropagation.Private.Type() };
        int folder = target;
        fixed (byte* above = "..\0"u8)
        {
            while (MountSetAttr(folder, 0, &attributes) < 0)
            {
                LinuxException.Check(errno == EINVAL ? 0 : -1, "mount_setattr", source);
                int next = LinuxException.Check(openat(folder, above, O_PATH | O_DIRECTORY | O_CLOEXEC), "openat", source);
                _ = folder == target ? 0 : close(folder);
                folder = next;
            }
        }

        _ = folder == target ? 0 : close(folder);
    }
}
