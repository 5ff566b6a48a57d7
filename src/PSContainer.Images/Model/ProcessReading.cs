using PSContainer.Json;

namespace PSContainer.Images;

/// <summary>Reads what a configuration says of the process to run.</summary>
internal static class ProcessReading
{
    private const long NanosecondsPerTick = 100;

    public static void Process(ref JsonCursor json, ImageConfiguration image)
    {
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("Entrypoint"u8))
                image.Entrypoint = Given(json.Strings());
            else if (name.SequenceEqual("Cmd"u8))
                image.Command = Given(json.Strings());
            else if (name.SequenceEqual("Env"u8))
                image.Environment = json.List(Variable);
            else if (name.SequenceEqual("WorkingDir"u8))
                image.WorkingDirectory = json.String();
            else if (name.SequenceEqual("User"u8))
                image.User = json.String();
            else if (name.SequenceEqual("Volumes"u8))
                image.Volumes = Keys(ref json);
            else if (name.SequenceEqual("ExposedPorts"u8))
                image.ExposedPorts = Keys(ref json);
            else if (name.SequenceEqual("StopSignal"u8))
                image.StopSignal = PlatformReading.Given(json.String());
            else if (name.SequenceEqual("Labels"u8))
                image.Labels = json.Map();
            else if (name.SequenceEqual("Shell"u8))
                image.Shell = Given(json.Strings());
            else if (name.SequenceEqual("Healthcheck"u8))
                image.Healthcheck = Healthcheck(ref json);
            else
                json.Skip();
        }
    }

    private static List<string>? Given(List<string> words) => words.Count > 0 ? words : null;

    private static string Variable(ref JsonCursor json) =>
        json.String() is var text && !text.StartsWith('=') ? text : throw json.Invalid("a variable, NAME=value");

    // A set is written as an object with empty values.
    private static List<string> Keys(ref JsonCursor json)
    {
        var keys = new List<string>();
        json.BeginObject();
        while (json.NextEntry(out string key))
        {
            json.Skip();
            keys.Add(key);
        }

        return keys;
    }

    private static ImageHealthcheck Healthcheck(ref JsonCursor json)
    {
        var check = new ImageHealthcheck();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("Test"u8))
                check.Test = json.Strings();
            else if (name.SequenceEqual("Interval"u8))
                check.Interval = Duration(ref json);
            else if (name.SequenceEqual("Timeout"u8))
                check.Timeout = Duration(ref json);
            else if (name.SequenceEqual("StartPeriod"u8))
                check.StartPeriod = Duration(ref json);
            else if (name.SequenceEqual("StartInterval"u8))
                check.StartInterval = Duration(ref json);
            else if (name.SequenceEqual("Retries"u8))
                check.Retries = json.Int32(min: 0) is > 0 and var retries ? retries : null;
            else
                json.Skip();
        }

        return check;
    }

    // Nanoseconds; 0 is for the usual.
    private static TimeSpan? Duration(ref JsonCursor json) =>
        json.Int64(min: 0) is > 0 and var nanoseconds ? TimeSpan.FromTicks(nanoseconds / NanosecondsPerTick) : null;
}
