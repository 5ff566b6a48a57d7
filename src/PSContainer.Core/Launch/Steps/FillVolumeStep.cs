using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Protocol;
using PSContainer.State;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>
/// Gives an empty volume what the root has where it will be mounted: owner, modes and content. It is all there or not at all, and
/// of two containers that begin at once only one does it.
/// </summary>
/// <param name="volume">The volume.</param>
/// <param name="unique">A word that no other container has.</param>
internal sealed unsafe class FillVolumeStep(VolumeFill volume, string unique) : LaunchStep, IOutsideStep
{
    private static readonly CString s_data = new(VolumeFill.DataName);

    private readonly CString _folder = new(volume.Folder);
    private readonly CString _draft = new("new-" + unique);
    private readonly RootPath _target = new(volume.Target);

    /// <summary>Whether the launcher opens the volume, with its owners shown as the container counts.</summary>
    public bool OpensOutside { get; init; }

    public bool IsInside => false;

    public DeviceNode? Device => null;

    public override bool NeedsLauncher => OpensOutside;

    public override string Name => "Volume";

    public override string Description => $"fill the volume {volume.Folder} from {_target.Text} if it is empty";

    public override void Execute(LaunchContext context)
    {
        int folder = OpensOutside ? Reopen(context.Peer!.Open(context.StepIndex)) : Open();
        while (Flock(folder, LOCK_EX) < 0)
        {
            LinuxException.Check(errno == EINTR ? 0 : -1, "flock", volume.Folder);
        }

        int source = IsEmpty(folder) ? _target.TryOpen(context, O_DIRECTORY) : -1;
        if (source >= 0)
        {
            Fill(folder, source);
            close(source);
        }

        close(folder);
    }

    public int OpenOutside(OutsideContext context)
    {
        string text = $"/proc/{context.ProcessId}/ns/user";
        fixed (byte* path = _folder, file = new CString(text))
        {
            int tree = DetachedTree.MakePrivate(
                LinuxException.Check(OpenTree(AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC), "open_tree", volume.Folder), volume.Folder);
            int map = LinuxException.Check(open(file, O_RDONLY | O_CLOEXEC), "open", text);
            var attributes = new MountAttr { Set = MOUNT_ATTR_IDMAP, UserNsFd = (ulong)map };
            LinuxException.Check(MountSetAttr(tree, 0, &attributes), "mount_setattr", volume.Folder);
            close(map);
            return tree;
        }
    }

    private int Open()
    {
        fixed (byte* path = _folder)
        {
            return LinuxException.Check(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "open", volume.Folder);
        }
    }

    // What stands for a mount can be neither read nor locked.
    private int Reopen(int tree)
    {
        fixed (byte* here = ".\0"u8)
        {
            int folder = LinuxException.Check(openat(tree, here, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "openat", volume.Folder);
            close(tree);
            return folder;
        }
    }

    private bool IsEmpty(int folder)
    {
        fixed (byte* name = s_data)
        {
            int data = LinuxException.Check(openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), "openat", volume.Data);
            using var entries = new DirectoryEntries(data, volume.Data);
            return !entries.Read();
        }
    }

    private void Fill(int folder, int source)
    {
        fixed (byte* draft = _draft, data = s_data)
        {
            LinuxException.Check(mkdirat(folder, draft, 0b111_000_000), "mkdirat", volume.Folder);
            int to = LinuxException.Check(openat(folder, draft, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), "openat", volume.Folder);
            TreeCopy.Copy(source, to, volume.Target);
            close(to);
            LinuxException.Check(RenameAt(folder, draft, folder, data), "renameat", volume.Data);
        }
    }
}
