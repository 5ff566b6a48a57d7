using System.Text.Encodings.Web;
using System.Text.Json;

namespace PSContainer.Json;

/// <summary>Writes properties that may be missing: what is null is left out.</summary>
internal static class JsonWriting
{
    /// <summary>Options for documents of our own: readable, since they are never part of a web page.</summary>
    public static JsonWriterOptions Options(bool indented) =>
        new() { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Optional(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    public static void Optional(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    public static void Optional(this Utf8JsonWriter json, ReadOnlySpan<byte> name, ulong? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    public static void Optional(this Utf8JsonWriter json, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } flag)
            json.WriteBoolean(name, flag);
    }

    public static void Optional(this Utf8JsonWriter json, ReadOnlySpan<byte> name, List<string>? values) =>
        json.Optional(name, values, static (json, value) => json.WriteStringValue(value));

    public static void Optional(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Dictionary<string, string>? map) =>
        json.Optional(name, map, static (json, value) => json.WriteStringValue(value));

    /// <summary>True, or nothing.</summary>
    public static void WhenTrue(this Utf8JsonWriter json, ReadOnlySpan<byte> name, bool value)
    {
        if (value)
            json.WriteBoolean(name, value);
    }

    /// <summary>One value, written by a method of its own.</summary>
    public static void Optional<T>(this Utf8JsonWriter json, ReadOnlySpan<byte> name, T? value, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (value is null)
            return;
        json.WritePropertyName(name);
        write(json, value);
    }

    /// <summary>An array.</summary>
    public static void Optional<T>(this Utf8JsonWriter json, ReadOnlySpan<byte> name, List<T>? values, Action<Utf8JsonWriter, T> write)
    {
        if (values is null)
            return;
        json.WriteStartArray(name);
        foreach (T value in values)
            write(json, value);
        json.WriteEndArray();
    }

    /// <summary>An object with a property for each entry.</summary>
    public static void Optional<T>(
        this Utf8JsonWriter json, ReadOnlySpan<byte> name, Dictionary<string, T>? map, Action<Utf8JsonWriter, T> write)
    {
        if (map is null)
            return;
        json.WriteStartObject(name);
        foreach ((string key, T value) in map)
        {
            json.WritePropertyName(key);
            write(json, value);
        }

        json.WriteEndObject();
    }
}
