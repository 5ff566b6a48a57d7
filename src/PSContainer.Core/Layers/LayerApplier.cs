using PSContainer.Errors;
using PSContainer.Layers.Files;
using PSContainer.Layers.Tar;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers;

/// <summary>
/// Unpacks one layer into a folder of its own, as overlayfs takes it for a lower layer; see the OCI image specification, "Applying
/// Changesets". Whatever the archive says, nothing outside of the folder is reached; the caller's root should be that folder all the same.
/// </summary>
internal sealed unsafe partial class LayerApplier
{
    private readonly TarInput _input;
    private readonly TarReader _reader;
    private readonly UnpackOptions _options;
    private readonly LayerContext _context;
    private readonly LayerTree _tree;
    private readonly FileMaker _files;
    private readonly EntryPath _path = new();
    private readonly EntryPath _target = new();
    private readonly List<(byte[] Path, byte[] Value)> _defaultLists = [];
    private readonly UnpackResult _result = new();

    /// <param name="source">The archive, not compressed.</param>
    /// <param name="root">The folder: a new one.</param>
    /// <param name="lower">The roots of the layers below, the uppermost first; null where they are not at hand.</param>
    /// <param name="options">How.</param>
    public LayerApplier(ITarSource source, int root, IReadOnlyList<int>? lower, UnpackOptions options)
    {
        var marks = new OverlayMarks(options.UserAttributes);
        _options = options;
        _input = new TarInput(source, options.MaximumSize);
        _reader = new TarReader(_input);
        _context = new LayerContext
        {
            IsLowest = options.IsLowest, Marks = marks, Lower = lower is null ? null : new LowerLayers(lower, marks),
            Owners = new FileOwners(options.OneOwner), Attributes = new ExtendedAttributes(marks, isPrivileged: !options.UserAttributes),
        };
        _tree = new LayerTree(root, _context);
        _files = new FileMaker(_context.Owners, _context.Attributes);
    }

    private TarEntry Entry => _reader.Entry;

    /// <summary>Unpacks it all.</summary>
    /// <exception cref="ContainerException"><c>Layer.…</c>: the layer is not to be used, and the folder to be removed.</exception>
    public UnpackResult Run()
    {
        // Modes are the archive's own.
        umask(0);
        try
        {
            while (_reader.Read())
            {
                if (++_result.Entries > _options.MaximumEntries)
                {
                    throw LayerErrors.TooManyEntries(_options.MaximumEntries);
                }

                ApplyEntry();
            }

            _input.Drain();
            Finish();
        }
        catch (LowerLayersNeededException)
        {
            _tree.Close();
            return new UnpackResult { NeedsLower = true };
        }

        return _result;
    }

    private void ApplyEntry()
    {
        try
        {
            _path.Set(Entry.Name, Entry.Name);
            Apply();
        }
        catch (LinuxException error) when (error is { ErrorNumber: Errno.EINVAL, Function: "fchown" or "fchownat" })
        {
            throw LayerErrors.NotMapped(Entry.Name, Entry.User, Entry.Group);
        }
        catch (LinuxException error) when (error.Function != "read")
        {
            throw LayerErrors.Failed(Entry.Name, error);
        }
    }

    private void Apply()
    {
        if (_path.IsRoot)
        {
            ApplyRoot();
        }
        else if (_path.Name.Span.StartsWith(".wh."u8))
        {
            ApplyWhiteout();
        }
        else if (Entry.Kind == TarEntryKind.HardLink)
        {
            ApplyHardLink();
        }
        else
        {
            FolderHandle folder = OpenParent();
            folder.IsDirty = true;
            ApplyNew(folder);
        }
    }

    private void ApplyNew(FolderHandle folder)
    {
        switch (Entry.Kind)
        {
            case TarEntryKind.RegularFile: ApplyFile(folder); break;
            case TarEntryKind.Folder: ApplyFolder(folder); break;
            case TarEntryKind.SymbolicLink: MakeRoom(ref folder); _files.MakeLink(folder.Descriptor, _path.Name, CheckedLink()); break;
            default: ApplySpecial(folder); break;
        }
    }

    private void ApplyRoot()
    {
        if (Entry.Kind != TarEntryKind.Folder)
        {
            throw LayerErrors.Entry("RootNotFolder", Entry.Name, "would make the root something else than a folder");
        }

        _result.HasRoot = true;
        Describe(_tree.Open(default, default), isNew: false);
    }

    private void ApplyFile(FolderHandle folder)
    {
        if (!FileMaker.TryCreate(folder.Descriptor, _path.Name, Entry.Mode, out int file))
        {
            MakeRoom(ref folder);
            _ = FileMaker.TryCreate(folder.Descriptor, _path.Name, Entry.Mode, out file) ? file : throw new LinuxException("openat", Errno.EEXIST);
        }

        try
        {
            _result.Size += Entry.Size;
            FileMaker.WriteContent(file, _reader);
            _files.Finish(file, Entry, folder.InheritsGroup);
        }
        finally
        {
            close(file);
        }
    }

    private void ApplySpecial(FolderHandle folder)
    {
        bool isDevice = Entry.Kind != TarEntryKind.Fifo;
        if (Entry is { Kind: TarEntryKind.CharacterDevice, DeviceMajor: 0, DeviceMinor: 0 })
        {
            throw LayerErrors.Entry("WhiteoutDevice", Entry.Name, "is the device 0:0, which in a layer takes a file away");
        }

        MakeRoom(ref folder);
        if (isDevice && _options.UserAttributes)
        {
            // Nobody in a user namespace may make devices: a file keeps the place.
            _result.ReplacedDevices++;
            _ = FileMaker.TryCreate(folder.Descriptor, _path.Name, 0, out int file);
            close(file);
            return;
        }

        _files.MakeSpecial(folder.Descriptor, _path.Name, Entry);
    }

    private TarEntry CheckedLink() => Entry.LinkName.IsEmpty
        ? throw LayerErrors.Entry("LinkTarget", Entry.Name, "is a link to nothing")
        : Entry.LinkName.Length >= 4096 ? throw LayerErrors.Entry("NameTooLong", Entry.Name, "links to a path of more than 4095 bytes") : Entry;

    // What an entry before, of the same name, has made.
    private void MakeRoom(ref FolderHandle folder)
    {
        if (EntryStatus.TryGet(folder.Descriptor, _path.Name, out EntryStatus status))
        {
            _tree.Remove(ref folder, _path, status);
        }
    }

    private FolderHandle OpenParent() => OpenFolder(_path.Folder);

    private FolderHandle OpenFolder(ReadOnlySpan<byte> path)
    {
        try
        {
            return _tree.Open(path, Entry.Modified);
        }
        catch (LinuxException error) when (error.ErrorNumber is Errno.ENOTDIR)
        {
            throw LayerErrors.Entry("ParentNotFolder", Entry.Name, "lies in something that is no folder");
        }
        catch (LinuxException error) when (error.ErrorNumber is Errno.ELOOP)
        {
            throw LayerErrors.Entry("LinkLoop", Entry.Name, "lies behind links that lead in a circle");
        }
    }

    private void Finish()
    {
        foreach ((byte[] path, byte[] value) in _defaultLists)
        {
            if (_tree.OpenExisting(path) is { } folder)
            {
                _context.Attributes.Set(folder.Descriptor, DefaultList, value);
            }
        }

        _tree.Close();
        _result.IsForLowest |= _context.HasOrphans;
        _result.HasMarks = _context.Marks.HasMarks;
        _result.IgnoredAttributes = _context.Attributes.Ignored;
    }
}
