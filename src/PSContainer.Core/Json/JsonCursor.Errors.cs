using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using PSContainer.Errors;

namespace PSContainer.Json;

internal ref partial struct JsonCursor
{
    /// <summary>The error of a value that is not what it must be.</summary>
    /// <param name="expected">What it must be, as it follows "must be": <c>an absolute path</c>.</param>
    public readonly ContainerException Invalid(string expected) =>
        Error(_reader.TokenStartIndex, $"must be {expected}, not {JsonText.Describe(_reader)}.");

    /// <summary>The error of an object, just read, without a property that it must have.</summary>
    public readonly ContainerException Missing(string name) => Error(_reader.TokenStartIndex, $"lacks \"{name}\".");

    /// <summary>The value of a property that the object, just read, must have.</summary>
    public readonly T Required<T>(T? value, string name)
        where T : struct => value ?? throw Missing(name);

    /// <inheritdoc cref="Required{T}(T?, string)"/>
    public readonly T Required<T>([NotNull] T? value, string name)
        where T : class => value ?? throw Missing(name);

    private readonly void Expect(JsonTokenType type, string expected)
    {
        if (_reader.TokenType != type)
            throw Invalid(expected);
    }

    private readonly ContainerException Error(long offset, string problem)
    {
        string path = JsonPath.At(_utf8, s_options, offset, out _);
        int line = 1 + _utf8[..(int)offset].Count((byte)'\n');
        return new ContainerException(_errorId, ErrorKind.InvalidData, $"{_subject}: {path} (line {line}) {problem}", _subject);
    }

    private readonly ContainerException Malformed(JsonException cause)
    {
        string path = JsonPath.At(_utf8, s_options, long.MaxValue, out int depth);
        string problem = JsonText.Explain(_utf8, JsonText.Offset(_utf8, cause), depth);
        return new ContainerException(
            _errorId, ErrorKind.InvalidData, $"{_subject} is not valid JSON: {problem} at {path} (line {cause.LineNumber + 1}).", _subject, inner: cause);
    }

    private readonly void RefuseSize()
    {
        if (_utf8.Length > MaxBytes)
        {
            throw new ContainerException(
                _errorId, ErrorKind.InvalidData, $"{_subject} has {_utf8.Length} bytes; at most {MaxBytes} are read.", _subject);
        }
    }
}
