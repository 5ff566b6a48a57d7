using System.Text.Json;

namespace PSContainer.Json;

/// <summary>Reads one JSON document forwards, and tells exactly where it is wrong.</summary>
/// <remarks>
/// <para>A value is read by the method named after what it must be; the cursor stands on it before and on its last token
/// afterwards. Any failure is a <c>ContainerException</c> with the JSON path, the line and what was expected.</para>
/// <para>The path is found by reading the document a second time, once there is an error: it costs nothing before.</para>
/// <code>
/// var json = new JsonCursor(utf8, "state.json", "State.Invalid");
/// json.BeginObject();
/// while (json.NextProperty(out var name))
/// {
///     if (name.SequenceEqual("pid"u8)) pid = json.Int32(min: 1);
///     else json.Skip();
/// }
/// json.End();
/// </code>
/// </remarks>
internal ref partial struct JsonCursor
{
    /// <summary>The largest document that is read, in bytes.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>The deepest nesting of objects and arrays that is read.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = MaxDepth };

    private readonly ReadOnlySpan<byte> _utf8;
    private readonly string _subject;
    private readonly string _errorId;
    private Utf8JsonReader _reader;

    /// <summary>Opens a document and stands on its value.</summary>
    /// <param name="utf8">The document, with or without a byte order mark.</param>
    /// <param name="subject">What it is, as messages begin: <c>config.json</c>, a path.</param>
    /// <param name="errorId">The id of the errors.</param>
    public JsonCursor(ReadOnlySpan<byte> utf8, string subject, string errorId)
    {
        _utf8 = utf8.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? utf8[3..] : utf8;
        _subject = subject;
        _errorId = errorId;
        RefuseSize();
        _reader = new Utf8JsonReader(_utf8, s_options);
        Read();
    }

    /// <summary>Whether the value is an object; for documents in which a value may be of several types.</summary>
    public readonly bool IsObject => _reader.TokenType == JsonTokenType.StartObject;

    /// <summary>Whether the value is an array.</summary>
    public readonly bool IsArray => _reader.TokenType == JsonTokenType.StartArray;

    /// <summary>Enters the object that the cursor stands on.</summary>
    public void BeginObject() => Expect(JsonTokenType.StartObject, "an object");

    /// <summary>Goes to the value of the object's next property; false at its end.</summary>
    /// <remarks>A property that is null counts as not given, as in Go.</remarks>
    /// <param name="name">The property's name, valid until the next call.</param>
    public bool NextProperty(out ReadOnlySpan<byte> name)
    {
        do
        {
            Read();
            if (_reader.TokenType == JsonTokenType.EndObject)
            {
                name = default;
                return false;
            }

            name = _reader.ValueIsEscaped ? UnescapedName() : _reader.ValueSpan;
            Read();
        }
        while (_reader.TokenType == JsonTokenType.Null);
        return true;
    }

    /// <summary>Goes to the value of the next entry of a map; false at its end.</summary>
    public bool NextEntry(out string key)
    {
        Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            key = "";
            return false;
        }

        key = Text();
        Read();
        return true;
    }

    /// <summary>Enters the array that the cursor stands on.</summary>
    public void BeginArray() => Expect(JsonTokenType.StartArray, "an array");

    /// <summary>Goes to the array's next item; false at its end.</summary>
    public bool NextItem()
    {
        Read();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Passes over the value, whatever it is.</summary>
    public void Skip()
    {
        try
        {
            _reader.Skip();
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }
    }

    /// <summary>Sees to it that nothing follows the document's value.</summary>
    public void End() => Read();

    private void Read()
    {
        try
        {
            _reader.Read();
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }
    }

    private byte[] UnescapedName()
    {
        byte[] name = new byte[_reader.ValueSpan.Length];
        try
        {
            return name[.._reader.CopyString(name)];
        }
        catch (InvalidOperationException)
        {
            throw Invalid("named with valid Unicode text");
        }
    }
}
