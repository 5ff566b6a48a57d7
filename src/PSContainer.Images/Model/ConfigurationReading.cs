using PSContainer.Json;

namespace PSContainer.Images;

/// <summary>Reads an image's configuration, OCI's and Docker's.</summary>
internal static class ConfigurationReading
{
    private const string ErrorId = "Image.Configuration.Invalid";

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="Errors.ContainerException"><c>Image.Configuration.Invalid</c>.</exception>
    public static ImageConfiguration Configuration(ReadOnlySpan<byte> utf8, string subject)
    {
        var json = new JsonCursor(utf8, subject, ErrorId);
        var image = new ImageConfiguration();
        string? system = null, architecture = null, variant = null, version = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("created"u8))
                image.Created = Time(ref json);
            else if (name.SequenceEqual("author"u8))
                image.Author = PlatformReading.Given(json.String());
            else if (name.SequenceEqual("os"u8))
                system = json.String();
            else if (name.SequenceEqual("architecture"u8))
                architecture = json.String();
            else if (name.SequenceEqual("variant"u8))
                variant = json.String();
            else if (name.SequenceEqual("os.version"u8))
                version = json.String();
            else if (name.SequenceEqual("config"u8))
                ProcessReading.Process(ref json, image);
            else if (name.SequenceEqual("rootfs"u8))
                image.DiffIds = DiffIds(ref json);
            else if (name.SequenceEqual("history"u8))
                image.History = json.List(Step);
            else
                json.Skip();
        }

        json.End();
        image.Platform = new Platform(
            PlatformReading.Given(system) ?? "linux", PlatformReading.Given(architecture) ?? Platform.Current.Architecture,
            PlatformReading.Given(variant), PlatformReading.Given(version));
        return image;
    }

    // Go's zero time stands for none.
    private static DateTimeOffset? Time(ref JsonCursor json) => json.Time() is var time && time.Year > 1 ? time : null;

    private static List<string> DiffIds(ref JsonCursor json)
    {
        List<string>? ids = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("type"u8))
                json.Word(["layers"]);
            else if (name.SequenceEqual("diff_ids"u8))
                ids = json.List(DiffId);
            else
                json.Skip();
        }

        return ids ?? [];
    }

    private static string DiffId(ref JsonCursor json) =>
        json.String() is var text && Digest.TryParse(text, out _) ? text : throw json.Invalid("a digest, such as sha256: and 64 hexadecimal digits");

    private static ImageHistory Step(ref JsonCursor json)
    {
        var step = new ImageHistory();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("created"u8))
                step.Created = Time(ref json);
            else if (name.SequenceEqual("created_by"u8))
                step.CreatedBy = json.String();
            else if (name.SequenceEqual("author"u8))
                step.Author = json.String();
            else if (name.SequenceEqual("comment"u8))
                step.Comment = json.String();
            else if (name.SequenceEqual("empty_layer"u8))
                step.IsEmptyLayer = json.Boolean();
            else
                json.Skip();
        }

        return step;
    }
}
