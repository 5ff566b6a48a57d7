using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using PSContainer.Errors;

namespace PSContainer.Commands;

/// <summary>Writes hashtables and objects, as scripts make them, as JSON.</summary>
internal static class JsonOfObject
{
    private const int MostLevels = 64;

    /// <summary>The value as JSON, in UTF-8.</summary>
    /// <exception cref="ContainerException"><c>Spec.TooDeep</c></exception>
    public static byte[] Write(object value)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Write(json, value, MostLevels);
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, object? value, int levels)
    {
        if (levels == 0)
        {
            throw new ContainerException(
                "Spec.TooDeep", ErrorKind.InvalidArgument, $"The spec has more than {MostLevels} levels, or contains itself.", null,
                "Give what a config.json has: hashtables, lists, text and numbers.");
        }

        object? bare = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        switch (bare)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case SwitchParameter flag: json.WriteBooleanValue(flag); break;
            case IDictionary table: WriteObject(json, table.Cast<DictionaryEntry>().Select(static pair => (pair.Key, pair.Value)), levels); break;
            case PSObject custom: WriteObject(json, custom.Properties.Select(static pair => ((object)pair.Name, (object?)pair.Value)), levels); break;
            case IEnumerable list: WriteArray(json, list, levels); break;
            case float or double or decimal: json.WriteRawValue(((IFormattable)bare).ToString(null, CultureInfo.InvariantCulture)); break;
            case sbyte or byte or short or ushort or int or uint or long: json.WriteNumberValue(Convert.ToInt64(bare, CultureInfo.InvariantCulture)); break;
            case ulong number: json.WriteNumberValue(number); break;
            default: json.WriteStringValue(Convert.ToString(bare, CultureInfo.InvariantCulture)); break;
        }
    }

    private static void WriteObject(Utf8JsonWriter json, IEnumerable<(object Name, object? Value)> properties, int levels)
    {
        json.WriteStartObject();
        foreach ((object name, object? value) in properties)
        {
            json.WritePropertyName(Convert.ToString(name, CultureInfo.InvariantCulture)!);
            Write(json, value, levels - 1);
        }

        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, IEnumerable list, int levels)
    {
        json.WriteStartArray();
        foreach (object? item in list)
        {
            Write(json, item, levels - 1);
        }

        json.WriteEndArray();
    }
}
