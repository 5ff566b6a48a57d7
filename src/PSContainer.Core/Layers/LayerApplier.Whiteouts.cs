using PSContainer.Errors;
using PSContainer.Layers.Files;

namespace PSContainer.Layers;

internal sealed unsafe partial class LayerApplier
{
    private static ReadOnlySpan<byte> Opaque => ".wh..wh..opq"u8;

    // OCI image specification, "Whiteouts": an empty file whose name begins with .wh. takes away what lower layers have, never what
    // this one has, wherever in the archive it stands.
    private void ApplyWhiteout()
    {
        ReadOnlySpan<byte> hidden = _path.Name.Span[".wh.".Length..];
        bool isOpaque = _path.Name.Span.SequenceEqual(Opaque);
        if (hidden.IsEmpty || hidden.SequenceEqual("."u8) || hidden.SequenceEqual(".."u8))
        {
            throw LayerErrors.Entry("WhiteoutName", Entry.Name, "takes away something that has no name");
        }

        // Other names of this kind are AUFS' own, and of no meaning elsewhere; the lowest layer has nothing to take away.
        _result.IsForLowest |= _options.IsLowest;
        bool isForeign = !isOpaque && hidden.StartsWith(".wh."u8);
        if (_options.IsLowest || isForeign || FindParent() is not { } folder)
        {
            return;
        }

        if (isOpaque)
        {
            MakeOpaque(folder);
        }
        else
        {
            _path.Name.Set(hidden.ToArray());
            Hide(folder);
        }
    }

    private FolderHandle? FindParent()
    {
        try
        {
            return _tree.OpenExisting(_path.Folder);
        }
        catch (LinuxException error) when (error.ErrorNumber is Errno.ENOTDIR or Errno.ELOOP)
        {
            return null;
        }
    }

    private void MakeOpaque(FolderHandle folder)
    {
        if (_path.Folder.IsEmpty)
        {
            // overlayfs does not look at roots: whoever mounts leaves out what is below.
            _result.IsOpaque = true;
        }

        _context.Marks.MakeOpaque(folder.Descriptor);
        folder.IsDirty = true;
        TreeRemoval.RemoveWhiteouts(folder.Descriptor);
    }

    private void Hide(FolderHandle folder)
    {
        if (!EntryStatus.TryGet(folder.Descriptor, _path.Name, out EntryStatus status))
        {
            if (!_context.Marks.IsOpaque(folder.Descriptor))
            {
                folder.IsDirty = true;
                _context.Marks.MakeWhiteout(folder.Descriptor, _path.Name);
            }
        }
        else if (status.IsFolder)
        {
            // The layer's own folder stays, and what lower layers have in it goes.
            using var own = new OwnedFolder(folder.Descriptor, _path.Name);
            _context.Marks.MakeOpaque(own.Descriptor);
        }
    }
}
