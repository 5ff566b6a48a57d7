using PSContainer.Json;

namespace PSContainer.Images.Registry;

/// <summary>A manifest, or index, as a registry has sent it; it has the digest that it is said to have.</summary>
/// <param name="Descriptor">What it is.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record FetchedManifest(Descriptor Descriptor, byte[] Content)
{
    /// <summary>Finds out what was sent: its own word, and that of its header, must be one of the known, and agree.</summary>
    /// <exception cref="Errors.ContainerException"><c>Registry.MediaType</c>, <c>Registry.Manifest.Invalid</c>.</exception>
    public static FetchedManifest Read(RegistryLocation location, string reference, string? header, byte[] content, Digest digest)
    {
        string? own = OwnMediaType(content, $"The manifest of '{reference}'");
        string mediaType = own ?? header ?? "";
        if (!IsKnown(mediaType))
            throw RegistryErrors.BadMediaType(location, reference, mediaType);

        // A document that is read as a list by one, and as an image by another, deceives one of them.
        if (IsKnown(header) && header != mediaType)
            throw RegistryErrors.BadManifest(location, reference, $"is '{mediaType}', and its header says '{header}'");
        return new FetchedManifest(new Descriptor { MediaType = mediaType, Digest = digest, Size = content.Length }, content);
    }

    private static bool IsKnown(string? mediaType) => mediaType is not null && (MediaTypes.IsIndex(mediaType) || MediaTypes.IsManifest(mediaType));

    private static string? OwnMediaType(byte[] content, string subject)
    {
        var json = new JsonCursor(content, subject, "Registry.Manifest.Invalid");
        string? mediaType = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("mediaType"u8))
                mediaType = json.String();
            else
                json.Skip();
        }

        json.End();
        return mediaType;
    }
}
