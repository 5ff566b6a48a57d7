using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace PSContainer.Images;

/// <summary>The digest of a content, <c>sha256:…</c>; see the OCI image specification, "Digests".</summary>
/// <remarks>It is fit for a file name: the algorithm is a known word, the rest lower-case hexadecimal digits of its exact length.</remarks>
internal readonly record struct Digest
{
    /// <summary>The algorithm of what is made here.</summary>
    public const string Sha256 = "sha256";

    private const string Sha512 = "sha512";
    private const int Sha256Digits = 64;
    private const int Sha512Digits = 128;

    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdef");

    private Digest(string algorithm, string hex)
    {
        Algorithm = algorithm;
        Hex = hex;
    }

    /// <summary><c>sha256</c> or <c>sha512</c>.</summary>
    public string Algorithm { get; }

    /// <summary>64 or 128 hexadecimal digits in lower case.</summary>
    public string Hex { get; }

    /// <summary>Reads a digest.</summary>
    /// <exception cref="Errors.ContainerException"><c>Image.Digest.Invalid</c>.</exception>
    public static Digest Parse(string text) => TryParse(text, out Digest digest) ? digest : throw ImageErrors.InvalidDigest(text);

    /// <summary>Reads a digest; false for what is none, or of an algorithm that is not known.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
    {
        string? algorithm = text switch
        {
            { Length: 7 + Sha256Digits } when text.StartsWith("sha256:", StringComparison.Ordinal) => Sha256,
            { Length: 7 + Sha512Digits } when text.StartsWith("sha512:", StringComparison.Ordinal) => Sha512,
            _ => null,
        };
        bool known = algorithm is not null && !text.AsSpan(7).ContainsAnyExcept(s_digits);
        digest = known ? new Digest(algorithm!, text![7..]) : default;
        return known;
    }

    /// <summary>The digest of a small content.</summary>
    public static Digest Of(ReadOnlySpan<byte> content) => FromHash(Sha256, SHA256.HashData(content));

    /// <summary>The digest whose hash was computed.</summary>
    public static Digest FromHash(string algorithm, ReadOnlySpan<byte> hash) => new(algorithm, Convert.ToHexStringLower(hash));

    /// <summary>Begins to compute a hash of this digest's algorithm.</summary>
    public IncrementalHash StartHash() => StartHash(Algorithm);

    /// <summary>Begins to compute a hash.</summary>
    public static IncrementalHash StartHash(string algorithm) =>
        IncrementalHash.CreateHash(algorithm == Sha512 ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256);

    /// <inheritdoc/>
    public override string ToString() => $"{Algorithm}:{Hex}";
}
