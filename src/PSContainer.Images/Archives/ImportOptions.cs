namespace PSContainer.Images;

/// <summary>How images are imported.</summary>
internal sealed class ImportOptions
{
    /// <summary>How many bytes of one source are taken where nothing else is said: 32 GiB.</summary>
    public const long DefaultMaximumSize = 32L << 30;

    /// <summary>The image's name; null for the names that the source has for its images.</summary>
    public ImageReference? Name { get; init; }

    /// <summary>Which of an image's platforms is taken.</summary>
    public Platform Platform { get; init; } = Platform.Current;

    /// <summary>How many bytes of one source are taken, decompressed.</summary>
    public long MaximumSize { get; init; } = DefaultMaximumSize;

    /// <summary>Whether the source is a root file system, even if it looks like an image.</summary>
    public bool IsRootFileSystem { get; init; }

    /// <summary>What reads a root file system that is a folder; null where none is taken.</summary>
    public Client.LauncherImage? Launcher { get; init; }

    /// <summary>Sets what is known of the process to run; null where nothing is to be changed.</summary>
    public Action<ImageConfiguration>? Configure { get; init; }

    /// <summary>Told what is worth a warning.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>Told how many more bytes have been taken.</summary>
    public Action<long> Progress { get; init; } = static _ => { };

    /// <summary>Ends the import.</summary>
    public CancellationToken Cancel { get; init; }
}
