using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PSContainer.Json;

internal ref partial struct JsonCursor
{
    /// <summary>A string; one with a NUL character is refused, since the kernel would see only what is before it.</summary>
    public string String()
    {
        Expect(JsonTokenType.String, "a string");
        return Text();
    }

    /// <summary>True or false.</summary>
    public readonly bool Boolean() => _reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Invalid("true or false"),
    };

    /// <summary>A whole number within bounds.</summary>
    public readonly long Int64(long min = long.MinValue, long max = long.MaxValue) =>
        _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out long value) && value >= min && value <= max
            ? value
            : throw Invalid(string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"));

    /// <summary>A whole number from 0.</summary>
    public readonly ulong UInt64(ulong max = ulong.MaxValue) =>
        _reader.TokenType == JsonTokenType.Number && _reader.TryGetUInt64(out ulong value) && value <= max
            ? value
            : throw Invalid(string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {max}"));

    /// <inheritdoc cref="Int64"/>
    public readonly int Int32(int min = int.MinValue, int max = int.MaxValue) => (int)Int64(min, max);

    /// <inheritdoc cref="UInt64"/>
    public readonly uint UInt32(uint max = uint.MaxValue) => (uint)UInt64(max);

    /// <inheritdoc cref="UInt64"/>
    public readonly ushort UInt16(ushort max = ushort.MaxValue) => (ushort)UInt64(max);

    /// <summary>A point in time, as ISO 8601 (RFC 3339) has it.</summary>
    public readonly DateTimeOffset Time()
    {
        const string expected = "a time such as \"2026-01-31T12:00:00Z\"";
        Expect(JsonTokenType.String, expected);
        RefuseBrokenText();
        return _reader.TryGetDateTimeOffset(out DateTimeOffset value) ? value : throw Invalid(expected);
    }

    /// <summary>One word of a closed set.</summary>
    /// <returns>Its index in <paramref name="words"/>.</returns>
    public readonly int Word(ReadOnlySpan<string> words)
    {
        int index = TryWord(words);
        return index >= 0 ? index : throw Invalid($"one of {string.Join(", ", words!)}");
    }

    /// <summary>The same for an open set: -1 for what is not in it, be it a word or not.</summary>
    public readonly int TryWord(ReadOnlySpan<string> words) => _reader.TokenType == JsonTokenType.String ? Find(words) : -1;

    /// <summary>The word's index, or -1 where it is not in the set.</summary>
    private readonly int Find(ReadOnlySpan<string> words)
    {
        RefuseBrokenText();
        for (int i = 0; i < words.Length; i++)
        {
            // Nearly all words differ in length: that is cheaper to see than to compare them.
            bool equal = _reader.ValueIsEscaped
                ? _reader.ValueTextEquals(words[i])
                : _reader.ValueSpan.Length == words[i].Length && Ascii.Equals(_reader.ValueSpan, words[i]);
            if (equal)
                return i;
        }

        return -1;
    }

    // The reader's comparisons and conversions throw InvalidOperationException at half a surrogate pair, which only an escape can write.
    private readonly void RefuseBrokenText()
    {
        if (_reader.ValueIsEscaped)
            Text();
    }

    private readonly string Text()
    {
        string text;
        try
        {
            text = _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Invalid("valid Unicode text");
        }

        // A NUL can only be written as an escape.
        return _reader.ValueIsEscaped && text.Contains('\0', StringComparison.Ordinal) ? throw Invalid("text without a NUL character") : text;
    }
}
