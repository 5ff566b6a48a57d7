using System.Globalization;
using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Images;

/// <summary>Writes an image's configuration.</summary>
internal static class ConfigurationWriting
{
    private const long NanosecondsPerTick = 100;

    /// <summary>A configuration as JSON: the OCI image specification's, with Docker's health check and shell.</summary>
    public static byte[] Write(ImageConfiguration image) => ModelWriting.Document(json =>
    {
        json.Optional("created"u8, Text(image.Created));
        json.Optional("author"u8, image.Author);
        json.WriteString("architecture"u8, image.Platform.Architecture);
        json.WriteString("os"u8, image.Platform.OperatingSystem);
        json.Optional("os.version"u8, image.Platform.OperatingSystemVersion);
        json.Optional("variant"u8, image.Platform.Variant);
        json.WriteStartObject("config"u8);
        Process(json, image);
        json.WriteEndObject();
        json.WriteStartObject("rootfs"u8);
        json.WriteString("type"u8, "layers"u8);
        Words(json, "diff_ids"u8, image.DiffIds);
        json.WriteEndObject();
        json.Optional("history"u8, image.History.ToList(), Step);
    });

    private static void Process(Utf8JsonWriter json, ImageConfiguration image)
    {
        json.Optional("User"u8, PlatformReading.Given(image.User));
        Set(json, "ExposedPorts"u8, image.ExposedPorts);
        if (image.Environment.Count > 0)
            Words(json, "Env"u8, image.Environment);
        Words(json, "Entrypoint"u8, image.Entrypoint);
        Words(json, "Cmd"u8, image.Command);
        Set(json, "Volumes"u8, image.Volumes);
        json.Optional("WorkingDir"u8, PlatformReading.Given(image.WorkingDirectory));
        json.Optional("Labels"u8, image.Labels.Count > 0 ? new Dictionary<string, string>(image.Labels) : null);
        json.Optional("StopSignal"u8, image.StopSignal);
        json.Optional("Healthcheck"u8, image.Healthcheck, Healthcheck);
        Words(json, "Shell"u8, image.Shell);
    }

    private static void Healthcheck(Utf8JsonWriter json, ImageHealthcheck check)
    {
        json.WriteStartObject();
        Words(json, "Test"u8, check.Test);
        json.Optional("Interval"u8, Nanoseconds(check.Interval));
        json.Optional("Timeout"u8, Nanoseconds(check.Timeout));
        json.Optional("StartPeriod"u8, Nanoseconds(check.StartPeriod));
        json.Optional("StartInterval"u8, Nanoseconds(check.StartInterval));
        json.Optional("Retries"u8, (long?)check.Retries);
        json.WriteEndObject();
    }

    private static void Step(Utf8JsonWriter json, ImageHistory step)
    {
        json.WriteStartObject();
        json.Optional("created"u8, Text(step.Created));
        json.Optional("created_by"u8, step.CreatedBy);
        json.Optional("author"u8, step.Author);
        json.Optional("comment"u8, step.Comment);
        json.WhenTrue("empty_layer"u8, step.IsEmptyLayer);
        json.WriteEndObject();
    }

    private static void Words(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string>? words) => json.Optional(name, words?.ToList());

    private static void Set(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> keys)
    {
        if (keys.Count == 0)
            return;
        json.WriteStartObject(name);
        foreach (string key in keys)
        {
            json.WriteStartObject(key);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static long? Nanoseconds(TimeSpan? time) => time?.Ticks * NanosecondsPerTick;
}
