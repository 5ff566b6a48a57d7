namespace PSContainer.Protocol;

/// <summary>What a container remembers of its image.</summary>
internal static class ImageAnnotation
{
    /// <summary>The image's name, or its short id.</summary>
    public const string Name = "io.pscontainer.image";

    /// <summary>The digest of its manifest.</summary>
    public const string Digest = "io.pscontainer.image.digest";

    /// <summary>The ports that its programs listen on, such as <c>80/tcp</c>, with commas between them (OCI image specification, conversion).</summary>
    public const string ExposedPorts = "org.opencontainers.image.exposedPorts";
}
