using System.Globalization;

namespace PSContainer.Layers.Tar;

/// <summary>Numbers as archives write them. All give false for what is none, and for what does not fit.</summary>
internal static class TarNumber
{
    private const byte Binary = 0x80;
    private const int NanosecondDigits = 9;

    /// <summary>A field of a header: octal digits, or with the first bit set a number in base 256, which may be negative (GNU).</summary>
    public static bool TryField(ReadOnlySpan<byte> field, out long value) =>
        (field[0] & Binary) != 0 ? TryBinary(field, out value) : TryOctal(field, out value);

    /// <summary>A decimal number of an extended header, without sign.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>Seconds since 1970 with a fraction of any length: <c>-1.25</c>. What is finer than a nanosecond is cut off.</summary>
    public static bool TryTime(ReadOnlySpan<byte> text, out TarTime time)
    {
        bool negative = text is [(byte)'-', ..];
        ReadOnlySpan<byte> digits = negative ? text[1..] : text;
        int dot = digits.IndexOf((byte)'.');
        ReadOnlySpan<byte> fraction = dot < 0 ? default : digits[(dot + 1)..];
        time = default;
        if (!TryDecimal(dot < 0 ? digits : digits[..dot], out long seconds) || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        int nanoseconds = Nanoseconds(fraction);
        time = !negative ? new TarTime(seconds, nanoseconds)
            : nanoseconds == 0 ? new TarTime(-seconds, 0) : new TarTime(-seconds - 1, 1_000_000_000 - nanoseconds);
        return true;
    }

    private static int Nanoseconds(ReadOnlySpan<byte> fraction)
    {
        int value = 0;
        for (int i = 0; i < NanosecondDigits; i++)
        {
            value = (value * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        }

        return value;
    }

    private static bool TryOctal(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        ReadOnlySpan<byte> digits = field.Trim(" \0"u8);
        int end = digits.IndexOf((byte)0);
        foreach (byte digit in end < 0 ? digits : digits[..end])
        {
            if (digit is < (byte)'0' or > (byte)'7' || value > long.MaxValue >> 3)
            {
                return false;
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return true;
    }

    // Two's complement, the first bit aside; the sign is the second bit.
    private static bool TryBinary(ReadOnlySpan<byte> field, out long value)
    {
        bool negative = (field[0] & 0x40) != 0;
        byte filler = negative ? (byte)0xff : (byte)0;
        int spare = field.Length - sizeof(long);
        value = negative ? (sbyte)field[0] : field[0] & 0x3f;
        for (int i = 1; i < field.Length; i++)
        {
            if (i < spare && field[i] != filler)
            {
                return false;
            }

            value = (value << 8) | field[i];
        }

        bool first = spare <= 0 || field[0] == (negative ? 0xff : Binary);
        return first && (value < 0) == negative;
    }
}
