using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Images;

/// <summary>An image in a docker-archive: an item of its <c>manifest.json</c>.</summary>
internal sealed class DockerManifest
{
    /// <summary>The document's name.</summary>
    public const string FileName = "manifest.json";

    private const string ErrorId = "Image.Archive.Invalid";

    /// <summary>The configuration's file.</summary>
    public required string Config { get; init; }

    /// <summary>The image's names.</summary>
    public required List<string> RepoTags { get; init; }

    /// <summary>The layers' files, the lowest first.</summary>
    public required List<string> Layers { get; init; }

    /// <summary>Reads the document.</summary>
    /// <exception cref="Errors.ContainerException"><c>Image.Archive.Invalid</c>.</exception>
    public static List<DockerManifest> Read(ReadOnlySpan<byte> utf8, string subject)
    {
        var json = new JsonCursor(utf8, subject, ErrorId);
        List<DockerManifest> images = json.List(Image);
        json.End();
        return images;
    }

    /// <summary>Writes the document.</summary>
    public static byte[] Write(List<DockerManifest> images)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonWriting.Options(indented: false)))
        {
            json.WriteStartArray();
            foreach (DockerManifest image in images)
            {
                json.WriteStartObject();
                json.WriteString("Config"u8, image.Config);
                json.Optional("RepoTags"u8, image.RepoTags);
                json.Optional("Layers"u8, image.Layers);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }

    private static DockerManifest Image(ref JsonCursor json)
    {
        string? config = null;
        List<string>? layers = null, tags = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("Config"u8))
                config = json.String();
            else if (name.SequenceEqual("RepoTags"u8))
                tags = json.Strings();
            else if (name.SequenceEqual("Layers"u8))
                layers = json.Strings();
            else
                json.Skip();
        }

        return new DockerManifest { Config = json.Required(config, "Config"), RepoTags = tags ?? [], Layers = json.Required(layers, "Layers") };
    }
}
