namespace PSContainer.Cgroups;

/// <summary>A property of a unit, of one of the types that those of scopes have.</summary>
/// <param name="Name">What it is called on D-Bus: <c>MemoryMax</c>.</param>
/// <param name="Signature">Its type: b, i, u, x, t, s, as, ay or au.</param>
/// <param name="Value">A ulong for numbers and booleans (two's complement where it is signed), a string, or an array.</param>
internal sealed record UnitProperty(string Name, string Signature, object Value)
{
    /// <summary>What systemd takes for no limit.</summary>
    public const ulong Infinity = ulong.MaxValue;

    public static UnitProperty Boolean(string name, bool value) => new(name, "b", value ? 1UL : 0UL);

    public static UnitProperty Number(string name, ulong value) => new(name, "t", value);

    public static UnitProperty Text(string name, string value) => new(name, "s", value);

    /// <summary>A list of them: <c>a(sv)</c>.</summary>
    public static void Write(DBusWriter writer, IReadOnlyList<UnitProperty> properties) => writer.Array(8, elements =>
    {
        foreach (UnitProperty property in properties)
        {
            elements.Align(8);
            elements.Text(property.Name);
            elements.Signature(property.Signature);
            property.WriteValue(elements);
        }
    });

    private void WriteValue(DBusWriter writer)
    {
        switch (Signature)
        {
            case "b" or "i" or "u": writer.UInt32((uint)(ulong)Value); break;
            case "x" or "t": writer.UInt64((ulong)Value); break;
            case "s": writer.Text((string)Value); break;
            case "as": writer.Array(4, items => Array.ForEach((string[])Value, items.Text)); break;
            case "au": writer.Array(4, items => Array.ForEach((uint[])Value, items.UInt32)); break;
            case "ay": writer.Array(1, items => items.Bytes((byte[])Value)); break;
            default: throw new InvalidOperationException(Signature);
        }
    }
}
