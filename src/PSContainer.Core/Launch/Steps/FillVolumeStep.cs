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
internal sealed unsafe class FillVolumeStep(VolumeFill volume) : LaunchStep, IOutsideStep
{
    private static readonly CString s_data = new(VolumeFill.DataName);

    // One name for all: only who has the lock makes it, and what it finds there is of one that was killed.
    private static readonly CString s_draft = new("new");

    private readonly CString _folder = new(volume.Folder);
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
        using DirectoryHandle folder = OpensOutside ? Reopen(context.Peer!.Open(context.StepIndex)) : Open();
        using FileLock alone = folder.Lock();
        if (IsEmpty(folder) && OpenSource(context) is var source and >= 0)
        {
            Fill(folder, source);
            close(source);
        }
    }

    // An image need not have the folder.
    private int OpenSource(LaunchContext context)
    {
        int source = _target.TryOpen(context, O_DIRECTORY);
        return source < 0 && (errno == ENOENT || errno == ENOTDIR) ? -1 : LinuxException.Check(source, "openat2", _target.Text);
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

    private DirectoryHandle Open()
    {
        DirectoryHandle.Check(DirectoryHandle.TryOpen(volume.Folder, followLink: true, out DirectoryHandle? folder), "open", volume.Folder);
        return folder!;
    }

    // What stands for a mount can be neither read nor locked.
    private DirectoryHandle Reopen(int tree)
    {
        var folder = DirectoryHandle.Reopen(tree, volume.Folder);
        close(tree);
        return folder;
    }

    private bool IsEmpty(DirectoryHandle folder)
    {
        DirectoryHandle.Check(folder.TryOpenChild(s_data, out DirectoryHandle? data), "openat", volume.Data);
        using (data)
        {
            using DirectoryEntries entries = data!.Entries();
            return !entries.Read();
        }
    }

    private void Fill(DirectoryHandle folder, int source)
    {
        Discard(folder);
        try
        {
            Copy(folder, source);
        }
        catch
        {
            Discard(folder);
            throw;
        }
    }

    private void Copy(DirectoryHandle folder, int source)
    {
        DirectoryHandle.Check(folder.TryMakeChild(s_draft), "mkdirat", volume.Folder);
        DirectoryHandle.Check(folder.TryOpenChild(s_draft, out DirectoryHandle? draft), "openat", volume.Folder);
        using (draft)
        {
            TreeCopy.Copy(source, draft!.Descriptor, volume.Target);
        }

        fixed (byte* from = s_draft, to = s_data)
        {
            LinuxException.Check(RenameAt(folder.Descriptor, from, folder.Descriptor, to), "renameat", volume.Data);
        }
    }

    private void Discard(DirectoryHandle folder)
    {
        int errno = folder.TryOpenChild(s_draft, out DirectoryHandle? draft);
        using (draft)
        {
            if (errno != Errno.ENOENT)
            {
                DirectoryHandle.Check(errno, "openat", volume.Folder);
                DirectoryTree.Remove(folder, s_draft, draft!);
            }
        }
    }
}
