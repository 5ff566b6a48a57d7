namespace PSContainer.Images;

/// <summary>The media types of images: of the OCI image specification, and of Docker's image manifest, version 2, schema 2.</summary>
internal static class MediaTypes
{
    public const string Index = "application/vnd.oci.image.index.v1+json";
    public const string Manifest = "application/vnd.oci.image.manifest.v1+json";
    public const string Configuration = "application/vnd.oci.image.config.v1+json";
    public const string Layer = "application/vnd.oci.image.layer.v1.tar";
    public const string LayerGzip = "application/vnd.oci.image.layer.v1.tar+gzip";
    public const string LayerZstd = "application/vnd.oci.image.layer.v1.tar+zstd";

    public const string DockerList = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerConfiguration = "application/vnd.docker.container.image.v1+json";
    public const string DockerLayer = "application/vnd.docker.image.rootfs.diff.tar";
    public const string DockerLayerGzip = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    public const string DockerLayerZstd = "application/vnd.docker.image.rootfs.diff.tar.zstd";

    private const string Nondistributable = "application/vnd.oci.image.layer.nondistributable.v1.tar";

    /// <summary>Whether it lists manifests for several platforms.</summary>
    public static bool IsIndex(string mediaType) => mediaType is Index or DockerList;

    /// <summary>Whether it is an image of one platform.</summary>
    public static bool IsManifest(string mediaType) => mediaType is Manifest or DockerManifest;

    /// <summary>Whether it configures an image.</summary>
    public static bool IsConfiguration(string mediaType) => mediaType is Configuration or DockerConfiguration;

    /// <summary>Whether it is a layer that can be unpacked.</summary>
    public static bool IsLayer(string mediaType) => CompressionOf(mediaType) is not null;

    /// <summary>How a layer is compressed; null for what is no layer.</summary>
    public static LayerCompression? CompressionOf(string mediaType) => mediaType switch
    {
        Layer or DockerLayer or Nondistributable => LayerCompression.None,
        LayerGzip or DockerLayerGzip or Nondistributable + "+gzip" => LayerCompression.Gzip,
        LayerZstd or DockerLayerZstd or Nondistributable + "+zstd" => LayerCompression.Zstd,
        _ => null,
    };
}
