using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Shows the terminal as /dev/console, both by descriptor; a link that is there in its place is refused (CVE-2025-52565).</summary>
internal sealed unsafe class BindConsoleStep : LaunchStep
{
    private const ushort FileMode = 0b110_000_000; // 0600

    private readonly RootPath _path = new("/dev/console");

    public override string Name => "Console";

    public override string Description => "bind the terminal on /dev/console";

    public override void Execute(LaunchContext context)
    {
        int target = OpenTarget(context);
        fixed (byte* empty = "\0"u8)
        {
            int tree = OpenTree(context.Console, empty, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (uint)AT_EMPTY_PATH);
            LinuxException.Check(tree, "open_tree", "the terminal");
            LinuxException.Check(MoveMount(tree, target), "move_mount", _path.Text);
            close(tree);
        }

        close(target);
        close(context.Console);
    }

    private int OpenTarget(LaunchContext context)
    {
        int folder = _path.OpenParentOrCreate(context);
        fixed (byte* name = _path.Name)
        {
            int made = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FileMode);
            if (made < 0 && errno != EEXIST)
            {
                throw LinuxException.FromLastError("openat", _path.Text);
            }

            close(made);
            int target = LinuxException.Check(openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC), "openat", _path.Text);
            close(folder);
            RefuseLink(target);
            return target;
        }
    }

    private void RefuseLink(int target)
    {
        Tmds.Linux.stat status;
        LinuxException.Check(fstat(target, &status), "fstat", _path.Text);
        if (((uint)status.st_mode & 0xf000) == 0xa000)
        {
            throw new LinuxException("openat", ELOOP, _path.Text);
        }
    }
}
