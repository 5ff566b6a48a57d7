using System.Globalization;

namespace PSContainer.Logs;

/// <summary>Times in a log: RFC 3339 in UTC with nine digits of a second, always as long.</summary>
internal static class LogTime
{
    /// <summary>Length of the text in bytes.</summary>
    public const int Bytes = 30;

    private const int SecondDigits = 7;

    /// <summary>Writes a time.</summary>
    public static void Write(DateTime utc, Span<byte> text)
    {
        Digits(utc.Year, text[..4]);
        text[4] = text[7] = (byte)'-';
        Digits(utc.Month, text[5..7]);
        Digits(utc.Day, text[8..10]);
        text[10] = (byte)'T';
        Digits(utc.Hour, text[11..13]);
        text[13] = text[16] = (byte)':';
        Digits(utc.Minute, text[14..16]);
        Digits(utc.Second, text[17..19]);
        text[19] = (byte)'.';
        Digits((int)(utc.Ticks % TimeSpan.TicksPerSecond), text.Slice(20, SecondDigits));
        "00Z"u8.CopyTo(text[27..]);
    }

    /// <summary>Reads a time; any number of digits of a second, and any offset, as other programs write them.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out DateTime utc)
    {
        const int longest = 35;
        utc = default;
        if (text.Length is < 20 or > longest)
        {
            return false;
        }

        Span<char> chars = stackalloc char[longest];
        int length = 0;
        int digits = 0;
        foreach (byte letter in text)
        {
            // .NET counts in tenths of microseconds.
            digits = letter == '.' ? 1 : digits > 0 && char.IsAsciiDigit((char)letter) ? digits + 1 : 0;
            if (digits <= SecondDigits + 1)
            {
                chars[length++] = (char)letter;
            }
        }

        bool read = DateTimeOffset.TryParse(chars[..length], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
        utc = time.UtcDateTime;
        return read;
    }

    private static void Digits(int value, Span<byte> text)
    {
        for (int i = text.Length - 1; i >= 0; i--)
        {
            text[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }
}
