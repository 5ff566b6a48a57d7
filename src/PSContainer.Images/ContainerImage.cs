using PSContainer.Images;

namespace PSContainer;

/// <summary>An image in the store: what a container's root and command can be made of.</summary>
public sealed class ContainerImage
{
    private const int ShortIdLength = 12;

    internal ContainerImage(ImageStore store, Descriptor entry, Descriptor manifest, ImageManifest content, ImageConfiguration configuration)
        : this(store, entry, problem: null)
    {
        Manifest = manifest;
        Content = content;
        Configuration = configuration;
        Id = content.Configuration.Digest.Hex;
        Layers = ImageLayer.All(content, configuration);
    }

    internal ContainerImage(ImageStore store, Descriptor entry, string? problem)
    {
        Store = store;
        Entry = Manifest = entry;
        Name = ImageStore.NameOf(entry) ?? "";
        Problem = problem;
    }

    /// <summary>The whole name, <c>docker.io/library/busybox:latest</c>; empty for an image that has none.</summary>
    public string Name { get; }

    /// <summary>Registry and repository as people write them, without what is understood: <c>busybox</c>; empty without a name.</summary>
    public string Repository => Reference is { } name ? ImageReference.Shorten(name.Repository) : ImageReference.Shorten(Name);

    /// <summary>The tag, or null for an image without one.</summary>
    public string? Tag => Reference?.Tag;

    /// <summary>The id: the digest of the configuration, 64 hexadecimal digits; empty for a damaged image.</summary>
    public string Id { get; } = "";

    /// <summary>The id's first 12 digits.</summary>
    public string ShortId => Id.Length > ShortIdLength ? Id[..ShortIdLength] : Id;

    /// <summary>The manifest's digest, <c>sha256:…</c>.</summary>
    public string Digest => Manifest.Digest.ToString();

    /// <summary>The digest of the index that it was chosen from, as its registry has it; null for an image of one platform.</summary>
    public string? IndexDigest => Entry.Annotation(ImageAnnotations.IndexDigest) ?? (Entry.Digest == Manifest.Digest ? null : Entry.Digest.ToString());

    /// <summary>When it was made, or null where it does not say.</summary>
    public DateTimeOffset? Created => Configuration.Created;

    /// <summary>What it runs on.</summary>
    public Platform Platform => Configuration.Platform;

    /// <summary>The bytes of its blobs in the store: manifest, configuration and layers, as they are compressed.</summary>
    public long Size => Problem is null ? Blobs().Sum(static blob => blob.Size) : Entry.Size;

    /// <summary>Of these, the bytes that other images have too: they stay when this one is removed.</summary>
    public long SharedSize => Usage is { } usage ? Blobs().Where(blob => usage.IsShared(blob.Digest)).Sum(static blob => blob.Size) : 0;

    /// <summary>Of these, the bytes that no other image has: what removing this one gives back.</summary>
    public long OwnSize => Size - SharedSize;

    /// <summary>The layers, the lowest first.</summary>
    public IReadOnlyList<ImageLayer> Layers { get; } = [];

    /// <summary>What it says of the process to run.</summary>
    public ImageConfiguration Configuration { get; } = new();

    /// <summary>What is wrong with a damaged image; null for a whole one.</summary>
    public string? Problem { get; }

    /// <summary>The store that it is in.</summary>
    internal ImageStore Store { get; }

    /// <summary>Its entry in the store's index: the manifest, or an index.</summary>
    internal Descriptor Entry { get; }

    /// <summary>The manifest's blob.</summary>
    internal Descriptor Manifest { get; }

    /// <summary>The manifest; null for a damaged image.</summary>
    internal ImageManifest? Content { get; }

    /// <summary>Who has which blob, counted when it is first asked, once for all that were listed together.</summary>
    internal Lazy<BlobUsage>? Usages { get; init; }

    private BlobUsage? Usage => Problem is null ? (Usages?.Value ?? BlobUsage.Of(Store)) : null;

    private ImageReference? Reference => ImageReference.TryParse(Name, ImageReference.DockerHub, out ImageReference? name) ? name : null;

    /// <inheritdoc/>
    public override string ToString() => Name.Length > 0 ? ImageReference.Shorten(Name) : ShortId;

    /// <summary>Its blobs, each once.</summary>
    internal IEnumerable<Descriptor> Blobs() => (Content?.Blobs ?? []).Prepend(Manifest).DistinctBy(static blob => blob.Digest);

    internal bool IsOf(string repository) => Reference?.Repository == repository;

    internal bool Has(Images.Digest digest) => Manifest.Digest == digest || IndexDigest == digest.ToString();

    internal bool HasId(string prefix)
    {
        string digits = prefix.StartsWith("sha256:", StringComparison.Ordinal) ? prefix[7..] : prefix;
        return digits.Length > 0 && (Id.StartsWith(digits, StringComparison.Ordinal) || Manifest.Digest.Hex.StartsWith(digits, StringComparison.Ordinal));
    }
}
