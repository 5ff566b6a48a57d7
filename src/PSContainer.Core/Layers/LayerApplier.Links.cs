using PSContainer.Errors;
using PSContainer.Layers.Files;
using PSContainer.Layers.Tar;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers;

internal sealed unsafe partial class LayerApplier
{
    private void ApplyHardLink()
    {
        _target.Set(Entry.LinkName, Entry.Name);
        if (_target.IsRoot || _target.Whole.SequenceEqual(_path.Whole))
        {
            throw LayerErrors.Entry("LinkTarget", Entry.Name, "is a hard link to itself, or to the root");
        }

        int source = OpenTarget();
        try
        {
            FolderHandle folder = OpenParent();
            folder.IsDirty = true;
            MakeRoom(ref folder);
            fixed (byte* from = _target.Name, to = _path.Name)
            {
                if (linkat(source, from, folder.Descriptor, to, 0) < 0)
                {
                    throw errno == ENOENT ? NoTarget() : LinuxException.FromLastError("linkat");
                }
            }
        }
        finally
        {
            close(source);
        }
    }

    // The folder in which the target is, after what only a lower layer has of it was copied up.
    private int OpenTarget()
    {
        FolderHandle? folder = null;
        try
        {
            folder = _tree.OpenExisting(_target.Folder);
        }
        catch (LinuxException error) when (error.ErrorNumber is Errno.ENOTDIR or Errno.ELOOP)
        {
        }

        if (folder is null)
        {
            throw NoTarget();
        }

        if (!EntryStatus.TryGet(folder.Descriptor, _target.Name, out EntryStatus status))
        {
            CopyUp(folder);
        }
        else if (status.IsWhiteout)
        {
            throw NoTarget();
        }
        else if (status.IsFolder)
        {
            throw LayerErrors.Entry("LinkTarget", Entry.Name, "is a hard link to a folder");
        }

        // A descriptor of its own: what is made next may close the folder's.
        return LinuxException.Check(fcntl(folder.Descriptor, F_DUPFD_CLOEXEC, 0), "fcntl");
    }

    private void CopyUp(FolderHandle folder)
    {
        if (_options.IsLowest || _context.Marks.IsOpaque(folder.Descriptor))
        {
            throw NoTarget();
        }

        LowerLayers lower = _context.Lower ?? throw new LowerLayersNeededException();
        if (lower.Find(_target.Whole) is not { } match)
        {
            throw NoTarget();
        }

        try
        {
            folder.IsDirty = true;
            new FileCopy(_context).Copy(match, folder.Descriptor, _target.Name);
        }
        finally
        {
            close(match.Folder);
        }
    }

    private ContainerException NoTarget() => LayerErrors.Entry("LinkTarget", Entry.Name, $"is a hard link to '{Json.JsonText.Show(Entry.LinkName)}', which is not there");
}
