namespace PSContainer.Layers;

/// <summary>How a layer is unpacked.</summary>
internal sealed class UnpackOptions
{
    /// <summary>How many entries a layer may have, where nothing else is said.</summary>
    public const long DefaultMaximumEntries = 4 << 20;

    /// <summary>Whether nothing lies below it: then it takes nothing away, and its folders are its own.</summary>
    public bool IsLowest { get; init; }

    /// <summary>Whether overlayfs will be mounted with <c>userxattr</c>: in a user namespace.</summary>
    public bool UserAttributes { get; init; }

    /// <summary>Whether everything belongs to the one id that there is.</summary>
    public bool OneOwner { get; init; }

    /// <summary>The archive's largest length, in bytes.</summary>
    public long MaximumSize { get; init; } = long.MaxValue;

    /// <summary>How many entries the archive may have.</summary>
    public long MaximumEntries { get; init; } = DefaultMaximumEntries;
}
