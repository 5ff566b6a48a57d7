using System.Buffers;
using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Images;

/// <summary>Writes indexes and manifests.</summary>
internal static class ModelWriting
{
    /// <summary>An index as JSON.</summary>
    public static byte[] Write(ImageIndex index) => Document(json =>
    {
        json.WriteNumber("schemaVersion"u8, 2);
        json.WriteString("mediaType"u8, index.MediaType);
        json.Optional("manifests"u8, index.Manifests, Descriptor);
        json.Optional("annotations"u8, index.Annotations);
    });

    /// <summary>A manifest as JSON.</summary>
    public static byte[] Write(ImageManifest manifest) => Document(json =>
    {
        json.WriteNumber("schemaVersion"u8, 2);
        json.WriteString("mediaType"u8, manifest.MediaType);
        json.WritePropertyName("config"u8);
        Descriptor(json, manifest.Configuration);
        json.Optional("layers"u8, manifest.Layers, Descriptor);
        json.Optional("annotations"u8, manifest.Annotations);
    });

    /// <summary>An object that is written by a method.</summary>
    public static byte[] Document(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonWriting.Options(indented: false)))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Descriptor(Utf8JsonWriter json, Descriptor descriptor)
    {
        json.WriteStartObject();
        json.WriteString("mediaType"u8, descriptor.MediaType);
        json.WriteString("digest"u8, descriptor.Digest.ToString());
        json.WriteNumber("size"u8, descriptor.Size);
        json.Optional("urls"u8, descriptor.Urls);
        json.Optional("annotations"u8, descriptor.Annotations);
        json.Optional("platform"u8, descriptor.Platform, Platform);
        json.Optional("artifactType"u8, descriptor.ArtifactType);
        json.WriteEndObject();
    }

    private static void Platform(Utf8JsonWriter json, Platform platform)
    {
        json.WriteStartObject();
        json.WriteString("architecture"u8, platform.Architecture);
        json.WriteString("os"u8, platform.OperatingSystem);
        json.Optional("os.version"u8, platform.OperatingSystemVersion);
        json.Optional("variant"u8, platform.Variant);
        json.WriteEndObject();
    }
}
