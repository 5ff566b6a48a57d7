using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PSContainer.Json;

/// <summary>Words for messages about JSON: short, and without anything from the document that a terminal would obey.</summary>
internal static class JsonText
{
    private const int MaxShown = 60;

    /// <summary>What a token is: <c>the string "no"</c>.</summary>
    public static string Describe(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => $"the string \"{Show(reader.ValueSpan)}\"",
        JsonTokenType.PropertyName => $"\"{Show(reader.ValueSpan)}\"",
        JsonTokenType.Number => $"the number {Show(reader.ValueSpan)}",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "an array",
        _ => "an object",
    };

    /// <summary>The name of a property, or where that is no Unicode text, the name as it is written.</summary>
    public static string Name(in Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    /// <summary>A property as part of a path: <c>.type</c>, or <c>["io.example/x"]</c> where the name is no word.</summary>
    public static string Member(string name)
    {
        if (name.Length is 0 or > MaxShown)
            return name.Length == 0 ? "" : $"[\"{Show(name)}\"]";
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                return $"[\"{Show(name)}\"]";
        }

        return $".{name}";
    }

    /// <summary>The offset in the document at which the reader gave up.</summary>
    public static int Offset(ReadOnlySpan<byte> utf8, JsonException cause)
    {
        int start = 0;
        for (long line = cause.LineNumber ?? 0; line > 0; line--)
            start += utf8[start..].IndexOf((byte)'\n') + 1;
        return (int)Math.Min(start + (cause.BytePositionInLine ?? 0), utf8.Length);
    }

    /// <summary>Why the reader gave up there.</summary>
    public static string Explain(ReadOnlySpan<byte> utf8, int offset, int depth)
    {
        if (offset >= utf8.Length)
            return utf8.Length == 0 ? "it is empty" : "it ends too early";
        byte next = utf8[offset];
        if (depth >= JsonCursor.MaxDepth && next is (byte)'{' or (byte)'[')
            return $"it is nested deeper than {JsonCursor.MaxDepth} levels";
        return next is > 0x20 and < 0x7F ? $"'{(char)next}' does not fit" : $"byte 0x{next:X2} does not fit";
    }

    /// <summary>The same of text that may be no UTF-8.</summary>
    public static string Show(ReadOnlySpan<byte> utf8) => Show(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 4 * MaxShown)]));

    /// <summary>The text's beginning, with <c>?</c> for what is not to be seen or changes how the rest is seen.</summary>
    public static string Show(string text)
    {
        string shown = text.Length <= MaxShown ? text : text[..MaxShown] + "…";
        return string.Create(shown.Length, shown, static (span, from) =>
        {
            for (int i = 0; i < span.Length; i++)
                span[i] = IsPlain(from[i]) ? from[i] : '?';
        });
    }

    private static bool IsPlain(char c) => char.GetUnicodeCategory(c) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
