using PSContainer.Errors;
using PSContainer.Layers.Files;
using PSContainer.Layers.Tar;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers;

internal sealed unsafe partial class LayerApplier
{
    private const int MaxDefaultLists = 10_000;
    private const ushort PrivateMode = 0b111_000_000;

    private static ReadOnlySpan<byte> DefaultList => "system.posix_acl_default"u8;

    private void ApplyFolder(FolderHandle parent)
    {
        bool isNew = TryMakeFolder(parent);
        bool replaced = false;
        if (!isNew && EntryStatus.TryGet(parent.Descriptor, _path.Name, out EntryStatus status) && !status.IsFolder)
        {
            _tree.Remove(ref parent, _path, status);
            isNew = replaced = TryMakeFolder(parent);
        }

        _result.IsForLowest |= replaced && _options.IsLowest;
        FolderHandle folder = _tree.OpenChild(parent, _path.Name, _path);
        if (replaced && !_options.IsLowest)
        {
            // What was there before took away whatever lower layers have.
            _context.Marks.MakeOpaque(folder.Descriptor);
        }

        Describe(folder, isNew);
    }

    private bool TryMakeFolder(FolderHandle parent)
    {
        fixed (byte* path = _path.Name)
        {
            return mkdirat(parent.Descriptor, path, PrivateMode) == 0 || (errno == EEXIST ? false : throw LinuxException.FromLastError("mkdirat"));
        }
    }

    // Its times come last, when nothing more is put into it.
    private void Describe(FolderHandle folder, bool isNew)
    {
        if (!isNew)
        {
            _context.Attributes.Clear(folder.Descriptor);
        }

        _context.Owners.Set(folder.Descriptor, Entry.User, Entry.Group);
        LinuxException.Check(fchmod(folder.Descriptor, (ushort)Entry.Mode), "fchmod");
        foreach (TarAttribute attribute in Entry.Attributes)
        {
            Describe(folder, Entry.AttributeName(attribute), Entry.AttributeValue(attribute));
        }

        folder.Expect(Entry.Accessed ?? Entry.Modified, Entry.Modified, Entry.Mode);
    }

    // The list that new files inherit: it must not be there while files are made.
    private void Describe(FolderHandle folder, ReadOnlySpan<byte> attribute, ReadOnlySpan<byte> value)
    {
        if (!attribute.SequenceEqual(DefaultList))
        {
            _context.Attributes.Set(folder.Descriptor, attribute, value);
        }
        else if (_defaultLists.Count < MaxDefaultLists)
        {
            _defaultLists.Add((_path.Whole.ToArray(), value.ToArray()));
        }
        else
        {
            throw LayerErrors.Entry("TooManyLists", Entry.Name, $"is one of more than {MaxDefaultLists} folders with default access lists");
        }
    }
}
