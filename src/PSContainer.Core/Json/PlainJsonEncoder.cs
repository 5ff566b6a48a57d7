using System.Text.Encodings.Web;

namespace PSContainer.Json;

/// <summary>Escapes what JSON demands, and control characters, which no terminal shall see.</summary>
/// <remarks>The encoders of the framework build tables of all of Unicode when they are first used: a tenth of a millisecond of a launch.</remarks>
internal sealed unsafe class PlainJsonEncoder : JavaScriptEncoder
{
    private const int Delete = 0x7F;
    private const int LastControl = 0x9F;

    public static readonly PlainJsonEncoder Instance = new();

    private PlainJsonEncoder()
    {
    }

    /// <summary><c>\u0000</c>, twice: a character outside the BMP would be two.</summary>
    public override int MaxOutputCharactersPerInputCharacter => 12;

    public override bool WillEncode(int unicodeScalar) =>
        unicodeScalar is < ' ' or '"' or '\\' or (>= Delete and <= LastControl);

    /// <summary>Stops at surrogates too: whether they are pairs is seen when they are encoded.</summary>
    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (int i = 0; i < textLength; i++)
        {
            if (WillEncode(text[i]) || char.IsSurrogate(text[i]))
                return i;
        }

        return -1;
    }

    /// <summary>Stops at what is not ASCII too: whether it is valid is seen when it is encoded.</summary>
    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        for (int i = 0; i < utf8Text.Length; i++)
        {
            if (utf8Text[i] >= Delete || WillEncode(utf8Text[i]))
                return i;
        }

        return -1;
    }

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        Span<char> escaped = stackalloc char[6];
        int length = Escape(unicodeScalar, escaped);
        bool fits = escaped[..length].TryCopyTo(new Span<char>(buffer, bufferLength));
        numberOfCharactersWritten = fits ? length : 0;
        return fits;
    }

    private static int Escape(int scalar, Span<char> escaped)
    {
        escaped[0] = '\\';
        escaped[1] = scalar switch
        {
            '"' or '\\' => (char)scalar,
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => 'u',
        };
        if (escaped[1] != 'u')
            return 2;

        // Everything else that is asked for is a control character, or U+FFFD for what is no Unicode.
        const string digits = "0123456789abcdef";
        for (int i = 0; i < 4; i++)
            escaped[2 + i] = digits[(scalar >> (12 - (4 * i))) & 0xF];
        return 6;
    }
}
