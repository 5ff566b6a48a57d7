namespace PSContainer.Images;

internal sealed partial class ArchiveSource
{
    private const int BlockSize = 1 << 20;

    private readonly byte[] _block = new byte[BlockSize];

    private Item? Take(ArchiveEntry entry, ArchiveReader reader) => entry.Kind switch
    {
        ArchiveEntryKind.File => TakeFile(entry, reader),
        ArchiveEntryKind.HardLink => new Item(null, null, entry.Target.StartsWith("./", StringComparison.Ordinal) ? entry.Target[2..] : entry.Target),
        ArchiveEntryKind.SymbolicLink => new Item(null, null, Resolve(entry.Name, entry.Target)),
        _ => null,
    };

    private Item TakeFile(ArchiveEntry entry, ArchiveReader reader)
    {
        if (entry.Size > MaxSmall || _smallBytes + entry.Size > MaxAllSmall)
            return new Item(null, TakeBlob(entry, reader), null);
        _smallBytes += (int)entry.Size;
        return new Item(reader.ReadAll(MaxSmall), null, null);
    }

    private Descriptor TakeBlob(ArchiveEntry entry, ArchiveReader reader)
    {
        if (!TryDigest(entry.Name, out Digest digest))
        {
            using BlobWriter unknown = _hold.Store.CreateBlob(_hold, entry.Size, entry.Name);
            return Copy(reader, unknown);
        }

        var expected = new Descriptor { MediaType = "", Digest = digest, Size = entry.Size };
        using BlobWriter? writer = _hold.Store.ResumeBlob(_hold, expected, _options.Cancel);
        writer?.Restart();
        return writer is null ? expected : Copy(reader, writer);
    }

    private Descriptor Copy(ArchiveReader reader, BlobWriter writer)
    {
        for (int count; (count = reader.Read(_block)) > 0;)
        {
            writer.Write(_block.AsSpan(0, count));
            _options.Progress(count);
        }

        return writer.Commit("");
    }

    // Of two files with one name it would depend on the reader which one counts.
    private void Put(string name, Item item)
    {
        if (!_items.TryAdd(name, item) && !IsSame(_items[name], item))
            throw ArchiveErrors.Invalid(Subject, $"it has two files named '{ImageErrors.Show(name)}'");
    }

    private static bool IsSame(Item one, Item other) =>
        one.Target == other.Target && one.Blob?.Digest == other.Blob?.Digest && (one.Small ?? []).AsSpan().SequenceEqual(other.Small ?? []);

    // A link from one folder of the archive to another. It is a key, too: nothing is opened by it.
    private static string Resolve(string name, string target)
    {
        var parts = new List<string>(name.Split('/')[..^1]);
        foreach (string part in target.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".")
                parts.Add(part);
        }

        return string.Join('/', parts);
    }
}
