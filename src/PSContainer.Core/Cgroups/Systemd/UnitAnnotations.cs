using System.Globalization;
using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>
/// Annotations that set properties of the container's unit, as runc and crun take them: <c>org.systemd.property.TimeoutStopUSec</c>
/// is <c>uint64 1000000</c>. Values are written as GVariant does.
/// </summary>
internal static class UnitAnnotations
{
    private const string Prefix = "org.systemd.property.";

    /// <exception cref="ContainerException">A name or a value is malformed.</exception>
    public static List<UnitProperty> Read(Dictionary<string, string>? annotations)
    {
        var properties = new List<UnitProperty>();
        foreach ((string key, string value) in annotations ?? [])
        {
            if (key.StartsWith(Prefix, StringComparison.Ordinal))
            {
                properties.Add(Read(key, value.Trim(' ')));
            }
        }

        return properties;
    }

    private static UnitProperty Read(string key, string value)
    {
        string name = key[Prefix.Length..];
        if (name.Length < 3 || !name.All(char.IsAsciiLetter))
        {
            throw SystemdErrors.InvalidProperty(key, value, "that is no name of a property");
        }

        // Seconds in the words of unit files are microseconds on D-Bus.
        bool isSeconds = name.EndsWith("Sec", StringComparison.Ordinal) && !name.EndsWith("USec", StringComparison.Ordinal);
        return Read(isSeconds ? name[..^3] + "USec" : name, value, isSeconds ? 1_000_000 : 1)
            ?? throw SystemdErrors.InvalidProperty(key, value, "that is no value of a type that can be set: true, 'text', ['text'], int32, uint32, int64, uint64");
    }

    private static UnitProperty? Read(string name, string value, int factor)
    {
        if (value is "true" or "false")
        {
            return UnitProperty.Boolean(name, value == "true");
        }

        if (value.StartsWith('['))
        {
            return VariantText.ParseList(value) is { } list ? new UnitProperty(name, "as", list) : null;
        }

        return value.StartsWith('\'') || value.StartsWith('"')
            ? VariantText.Parse(value) is { } text ? UnitProperty.Text(name, text) : null
            : ReadNumber(name, value, factor);
    }

    // A number without a type is an int32.
    private static UnitProperty? ReadNumber(string name, string value, int factor)
    {
        int space = value.IndexOf(' ');
        (string type, string digits) = space < 0 ? ("int32", value) : (value[..space], value[(space + 1)..].Trim(' '));
        (string signature, Int128 least, Int128 most) = type switch
        {
            "int32" => ("i", (Int128)int.MinValue, (Int128)int.MaxValue),
            "uint32" => ("u", uint.MinValue, uint.MaxValue),
            "int64" => ("x", long.MinValue, long.MaxValue),
            "uint64" => ("t", ulong.MinValue, ulong.MaxValue),
            _ => ("", 0, 0),
        };
        bool isNumber = long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long signed);
        Int128 number = isNumber ? signed : 0;
        if (!isNumber && ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ulong large))
        {
            (isNumber, number) = (true, large);
        }

        number *= factor;
        bool fits = isNumber && signature.Length > 0 && number >= least && number <= most;
        return fits ? new UnitProperty(name, signature, unchecked((ulong)number)) : null;
    }
}
