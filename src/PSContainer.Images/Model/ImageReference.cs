using System.Diagnostics.CodeAnalysis;

namespace PSContainer.Images;

/// <summary>
/// An image's name: registry, repository, and a tag or a digest or both; the grammar is that of distribution's <c>reference</c> package.
/// </summary>
/// <remarks>A short name is completed when it is read: <c>busybox</c> is <c>docker.io/library/busybox:latest</c>.</remarks>
internal sealed partial class ImageReference : IEquatable<ImageReference>
{
    /// <summary>The registry of short names where no other is configured.</summary>
    public const string DockerHub = "docker.io";

    /// <summary>The tag that a name without tag and digest means.</summary>
    public const string DefaultTag = "latest";

    private const string OfficialPrefix = "library/";

    private ImageReference(string domain, string path, string? tag, Digest? digest)
    {
        Domain = domain;
        Path = path;
        Digest = digest;
        Tag = tag ?? (digest is null ? DefaultTag : null);
    }

    /// <summary>The registry, with its port where one is given: <c>docker.io</c>, <c>localhost:5000</c>.</summary>
    public string Domain { get; }

    /// <summary>The repository's path in the registry: <c>library/busybox</c>.</summary>
    public string Path { get; }

    /// <summary>The tag, or null where only a digest is given.</summary>
    public string? Tag { get; }

    /// <summary>The manifest's (or index's) digest, or null.</summary>
    public Digest? Digest { get; }

    /// <summary>Registry and repository.</summary>
    public string Repository => $"{Domain}/{Path}";

    /// <summary>The name in the store: repository and digest, or where there is none, repository and tag.</summary>
    public string StoredName => Digest is { } digest ? $"{Repository}@{digest}" : $"{Repository}:{Tag}";

    /// <summary>The name as people write it, without what is understood: <c>busybox:latest</c>.</summary>
    public string FamiliarName => Shorten(StoredName);

    /// <summary>Reads a name.</summary>
    /// <param name="text">The name, short or whole.</param>
    /// <param name="defaultRegistry">The registry of short names.</param>
    /// <exception cref="Errors.ContainerException"><c>Image.Reference.Invalid</c>.</exception>
    public static ImageReference Parse(string text, string defaultRegistry = DockerHub) =>
        TryParse(text, defaultRegistry, out ImageReference? reference, out string? problem) ? reference : throw ImageErrors.InvalidReference(text, problem!);

    /// <summary>Reads a name; false for what is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, string defaultRegistry, [NotNullWhen(true)] out ImageReference? reference) =>
        TryParse(text, defaultRegistry, out reference, out _);

    /// <summary>The same repository with another tag.</summary>
    public ImageReference WithTag(string tag) => new(Domain, Path, tag, digest: null);

    /// <summary>The same repository with a digest.</summary>
    public ImageReference WithDigest(Digest digest) => new(Domain, Path, tag: null, digest);

    /// <summary>A whole name as people write it: Docker Hub and its official repositories are understood.</summary>
    public static string Shorten(string storedName)
    {
        const string official = DockerHub + "/" + OfficialPrefix;
        return storedName.StartsWith(official, StringComparison.Ordinal) && !storedName.AsSpan(official.Length).Contains('/')
            ? storedName[official.Length..]
            : storedName.StartsWith(DockerHub + "/", StringComparison.Ordinal) ? storedName[(DockerHub.Length + 1)..] : storedName;
    }

    /// <inheritdoc/>
    public override string ToString() => (Tag, Digest) switch
    {
        (null, { } digest) => $"{Repository}@{digest}",
        (_, null) => $"{Repository}:{Tag}",
        _ => $"{Repository}:{Tag}@{Digest}",
    };

    /// <inheritdoc/>
    public bool Equals(ImageReference? other) => other is not null && other.ToString() == ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ImageReference);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
