using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Shows a file or folder of the host inside the root.</summary>
internal sealed unsafe class BindMountStep(string source, bool isDirectory, RootPath target, MountOptions options) : LaunchStep
{
    private readonly CString _source = new(source);

    public override string Name => "Mount";

    public override string Description => $"bind {source} on {target.Text}{options.Text}";

    public override void Execute(LaunchContext context)
    {
        int tree = CloneTree();
        int at = target.OpenOrCreate(context, isDirectory);
        LinuxException.Check(MoveMount(tree, at), "move_mount", target.Text);
        close(at);
        close(tree);
    }

    // Attributes are set while the copy is still detached: at no time can anyone see it with others.
    private int CloneTree()
    {
        int flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC
            | (options.RecursiveBind ? AT_RECURSIVE : 0) | (options.SourceNoFollow ? AT_SYMLINK_NOFOLLOW : 0);
        fixed (byte* from = _source)
        {
            int tree = LinuxException.Check(OpenTree(AT_FDCWD, from, (uint)flags), "open_tree", source);
            options.ApplyAttributes(tree, source);
            options.ApplyPropagation(tree, source);
            return tree;
        }
    }
}
