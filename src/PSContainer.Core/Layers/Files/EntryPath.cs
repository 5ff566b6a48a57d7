namespace PSContainer.Layers.Files;

/// <summary>An entry's name, taken apart: a folder below the layer's root, and one name in it. Used again for each entry.</summary>
internal sealed class EntryPath
{
    // PATH_MAX and NAME_MAX of limits.h.
    private const int MaxPath = 4095;
    private const int MaxName = 255;

    // Deeper than any system is; what is deeper could be removed only with effort.
    private const int MaxDepth = 256;

    private readonly NameBytes _folder = new();
    private readonly byte[] _clean = new byte[MaxPath + 2];
    private int _length;

    /// <summary>The folder, with single slashes and none in front; empty for the root.</summary>
    public ReadOnlySpan<byte> Folder => _folder.Span;

    /// <summary>Folder and name together.</summary>
    public ReadOnlySpan<byte> Whole => _clean.AsSpan(0, _length);

    /// <summary>The name in it; empty where the entry is the root itself.</summary>
    public NameBytes Name { get; } = new();

    /// <summary>Whether the entry is the root of the layer.</summary>
    public bool IsRoot => Name.Span.IsEmpty;

    /// <summary>Takes a path apart: slashes in front, doubled ones and dots count for nothing.</summary>
    /// <param name="path">The path, as the archive has it.</param>
    /// <param name="entry">The entry's name, for messages.</param>
    public void Set(ReadOnlySpan<byte> path, ReadOnlySpan<byte> entry)
    {
        if (path.Length > MaxPath)
        {
            throw LayerErrors.Entry("NameTooLong", entry, $"has a path of more than {MaxPath} bytes");
        }

        int length = 0, name = 0, depth = 0;
        foreach (Range range in path.Split((byte)'/'))
        {
            ReadOnlySpan<byte> part = path[range];
            if (part.IsEmpty || part.SequenceEqual("."u8))
            {
                continue;
            }

            Check(part, ++depth, entry);
            name = length + (length > 0 ? 1 : 0);
            _clean[length] = (byte)'/';
            part.CopyTo(_clean.AsSpan(name));
            length = name + part.Length;
        }

        _folder.Set(_clean.AsSpan(0, Math.Max(name - 1, 0)));
        Name.Set(_clean.AsSpan(name, length - name));
        _length = length;
    }

    private static void Check(ReadOnlySpan<byte> part, int depth, ReadOnlySpan<byte> entry)
    {
        if (part.SequenceEqual(".."u8))
        {
            throw LayerErrors.Entry("PathOutside", entry, "has '..' in its path");
        }

        if (part.Length > MaxName)
        {
            throw LayerErrors.Entry("NameTooLong", entry, $"has a name of more than {MaxName} bytes");
        }

        if (depth > MaxDepth)
        {
            throw LayerErrors.Entry("TooDeep", entry, $"lies more than {MaxDepth} folders deep");
        }
    }
}
