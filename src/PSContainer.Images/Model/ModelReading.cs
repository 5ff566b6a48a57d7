using PSContainer.Json;

namespace PSContainer.Images;

/// <summary>Reads indexes and manifests, OCI's and Docker's.</summary>
internal static class ModelReading
{
    /// <summary>The largest manifest, index or configuration that is read, in bytes: what registries accept.</summary>
    public const int MaxBytes = JsonCursor.MaxBytes;

    private const string ErrorId = "Image.Manifest.Invalid";

    /// <summary>Reads an index.</summary>
    /// <exception cref="Errors.ContainerException"><c>Image.Manifest.Invalid</c>.</exception>
    public static ImageIndex Index(ReadOnlySpan<byte> utf8, string subject)
    {
        var json = new JsonCursor(utf8, subject, ErrorId);
        string mediaType = MediaTypes.Index;
        List<Descriptor>? manifests = null;
        Dictionary<string, string>? annotations = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("schemaVersion"u8))
                json.Int32(2, 2);
            else if (name.SequenceEqual("mediaType"u8))
                mediaType = json.String() is var type && MediaTypes.IsIndex(type) ? type : throw json.Invalid("the media type of an index");
            else if (name.SequenceEqual("manifests"u8))
                manifests = json.List(Descriptor);
            else if (name.SequenceEqual("annotations"u8))
                annotations = json.Map();
            else
                json.Skip();
        }

        manifests = json.Required(manifests, "manifests");
        json.End();
        return new ImageIndex { MediaType = mediaType, Manifests = manifests, Annotations = annotations };
    }

    /// <summary>Reads an image's manifest.</summary>
    /// <exception cref="Errors.ContainerException"><c>Image.Manifest.Invalid</c>.</exception>
    public static ImageManifest Manifest(ReadOnlySpan<byte> utf8, string subject)
    {
        var json = new JsonCursor(utf8, subject, ErrorId);
        string mediaType = MediaTypes.Manifest;
        Descriptor? configuration = null;
        List<Descriptor>? layers = null;
        Dictionary<string, string>? annotations = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("schemaVersion"u8))
                json.Int32(2, 2);
            else if (name.SequenceEqual("mediaType"u8))
                mediaType = json.String() is var type && MediaTypes.IsManifest(type) ? type : throw json.Invalid("the media type of a manifest");
            else if (name.SequenceEqual("config"u8))
                configuration = Descriptor(ref json);
            else if (name.SequenceEqual("layers"u8))
                layers = json.List(Descriptor);
            else if (name.SequenceEqual("annotations"u8))
                annotations = json.Map();
            else
                json.Skip();
        }

        configuration = json.Required(configuration, "config");
        layers = json.Required(layers, "layers");
        json.End();
        return new ImageManifest { MediaType = mediaType, Configuration = configuration, Layers = layers, Annotations = annotations };
    }

    private static Descriptor Descriptor(ref JsonCursor json)
    {
        string? mediaType = null, artifactType = null;
        Digest? digest = null;
        long? size = null;
        Platform? platform = null;
        Dictionary<string, string>? annotations = null;
        List<string>? urls = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("mediaType"u8))
                mediaType = json.String();
            else if (name.SequenceEqual("digest"u8))
                digest = Images.Digest.TryParse(json.String(), out Digest parsed) ? parsed : throw json.Invalid("a digest, such as sha256: and 64 hexadecimal digits");
            else if (name.SequenceEqual("size"u8))
                size = json.Int64(min: 0);
            else if (name.SequenceEqual("platform"u8))
                platform = PlatformReading.Platform(ref json);
            else if (name.SequenceEqual("annotations"u8))
                annotations = json.Map();
            else if (name.SequenceEqual("urls"u8))
                urls = json.Strings();
            else if (name.SequenceEqual("artifactType"u8))
                artifactType = json.String();
            else
                json.Skip();
        }

        return new Descriptor
        {
            MediaType = json.Required(mediaType, "mediaType"), Digest = json.Required(digest, "digest"), Size = json.Required(size, "size"),
            Platform = platform, Annotations = annotations, Urls = urls, ArtifactType = artifactType,
        };
    }
}
