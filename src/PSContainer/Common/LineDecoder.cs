using System.Text;

namespace PSContainer.Commands;

/// <summary>
/// Cuts a stream of bytes into lines of text. Bytes that are no UTF-8 become U+FFFD. A line that is longer than
/// <see cref="LongestLine"/> comes in parts, so that memory stays bounded whatever a container writes.
/// </summary>
internal sealed class LineDecoder(Action<string> onLine)
{
    /// <summary>The longest piece that is handed on at once, in characters.</summary>
    public const int LongestLine = 16 << 20;

    private readonly Decoder _decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetDecoder();
    private readonly StringBuilder _line = new();
    private char[] _characters = [];

    /// <summary>Takes the next bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => Decode(bytes, flush: false);

    /// <summary>Hands on what is left when the stream has ended: a last line without a line feed.</summary>
    public void Finish()
    {
        Decode([], flush: true);
        if (_line.Length > 0)
        {
            Emit("");
        }
    }

    private void Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        int most = _decoder.GetCharCount(bytes, flush);
        if (_characters.Length < most)
        {
            _characters = new char[most];
        }

        int count = _decoder.GetChars(bytes, _characters, flush);
        Split(_characters.AsSpan(0, count));
    }

    private void Split(ReadOnlySpan<char> text)
    {
        for (int end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n'))
        {
            Emit(text[..end]);
            text = text[(end + 1)..];
        }

        _line.Append(text);
        if (_line.Length > LongestLine)
        {
            Emit("");
        }
    }

    private void Emit(ReadOnlySpan<char> rest)
    {
        string line = _line.Length == 0 ? rest.ToString() : _line.Append(rest).ToString();
        _line.Clear();
        onLine(line.EndsWith('\r') ? line[..^1] : line);
    }
}
