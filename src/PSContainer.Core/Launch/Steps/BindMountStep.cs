using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Shows a file or folder of the host inside the root.</summary>
/// <param name="source">What is shown.</param>
/// <param name="target">Where.</param>
/// <param name="options">How.</param>
/// <param name="found">Where the source is found by who opens it, where that is not at its own path.</param>
internal sealed unsafe class BindMountStep(string source, RootPath target, MountOptions options, string? found = null) : LaunchStep, IOutsideStep
{
    private const int FileKinds = 0xf000;
    private const int Folder = 0x4000;
    private const int Link = 0xa000;

    private readonly CString _source = new(found ?? source);
    private int _map = -1;

    /// <summary>The maps that owners are shown by; null for none.</summary>
    public IdMaps? IdMaps { get; init; }

    /// <summary>Whether the container's own maps are used for that.</summary>
    public bool UsesContainerMaps { get; init; }

    /// <summary>Whether the launcher opens the source: the process might not be let in.</summary>
    public bool OpensOutside { get; init; }

    public bool IsInside { get; init; }

    public DeviceNode? Device => null;

    public override bool NeedsLauncher => OpensOutside;

    public override string Name => "Mount";

    public override string Description => $"bind {source} on {target.Text}{options.Text}";

    public override void Execute(LaunchContext context)
    {
        int tree = OpensOutside ? context.Peer!.Open(context.StepIndex) : CloneTree();
        // Attributes are set while the copy is still detached: at no time can anyone see it with others.
        options.ApplyAttributes(tree, source);
        options.ApplyPropagation(tree, source);
        int at = OpenTarget(context, tree);
        if (at >= 0)
        {
            LinuxException.Check(MoveMount(tree, at), "move_mount", target.Text);
            close(at);
            context.Cover(target, tree);
            return;
        }

        close(tree);
    }

    public void Prepare(OutsideContext context) =>
        _map = IdMaps is not null ? context.MakeIdMap(IdMaps) : UsesContainerMaps ? OpenNamespace(context.ProcessId) : -1;

    public int OpenOutside(OutsideContext context)
    {
        int tree = options.Propagation is null ? DetachedTree.MakePrivate(CloneTree(), source) : CloneTree();
        if (_map >= 0)
        {
            var attributes = new MountAttr { Set = MOUNT_ATTR_IDMAP, UserNsFd = (ulong)_map };
            LinuxException.Check(MountSetAttr(tree, options.RecursiveIdMap ? AT_RECURSIVE : 0, &attributes), "mount_setattr", source);
            close(_map);
        }

        return tree;
    }

    private static int OpenNamespace(int pid)
    {
        string text = $"/proc/{pid}/ns/user";
        fixed (byte* path = new CString(text))
        {
            return LinuxException.Check(open(path, O_RDONLY | O_CLOEXEC), "open", text);
        }
    }

    private int CloneTree()
    {
        int flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (options.RecursiveBind ? AT_RECURSIVE : 0)
            | (options.SourceNoFollow || options.CopySymlink ? AT_SYMLINK_NOFOLLOW : 0);
        fixed (byte* from = _source)
        {
            return LinuxException.Check(OpenTree(AT_FDCWD, from, (uint)flags), "open_tree", source);
        }
    }

    private int OpenTarget(LaunchContext context, int tree)
    {
        Tmds.Linux.stat status;
        LinuxException.Check(fstat(tree, &status), "fstat", source);
        int kind = (int)((uint)status.st_mode & FileKinds);
        if (kind == Link && options.CopySymlink)
        {
            CopyLink(context, tree);
            return -1;
        }

        return kind == Link || options.DestinationNoFollow
            ? target.OpenOrCreateNoFollow(context, kind == Folder)
            : target.OpenOrCreate(context, kind == Folder);
    }

    private void CopyLink(LaunchContext context, int link)
    {
        const int Room = 4096;
        byte* text = stackalloc byte[Room];
        int folder = target.OpenParentOrCreate(context);
        fixed (byte* empty = "\0"u8, name = target.Name)
        {
            long length = (long)readlinkat(link, empty, text, Room - 1);
            LinuxException.Check((nint)length, "readlinkat", source);
            text[length] = 0;
            if (symlinkat(text, folder, name) < 0 && errno != EEXIST)
            {
                throw LinuxException.FromLastError("symlinkat", target.Text);
            }
        }

        close(folder);
    }
}
