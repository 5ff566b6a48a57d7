using System.Globalization;

namespace PSContainer.Launcher.CommandLine;

/// <summary>Numbers as other runtimes take them: <c>-1</c>, <c>1048576</c>, and with a unit of 1024: <c>512k</c>, <c>32M</c>, <c>1GiB</c>.</summary>
internal static class ByteSize
{
    private const string Units = "kmgtp";

    public static bool TryParse(string text, out long value)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        int power = digits > 0 ? PowerOf(text[digits..].ToLowerInvariant()) : 0;
        return power > 0
            && long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out value)
            && value <= long.MaxValue >> (10 * power)
            && (value <<= 10 * power) >= 0;
    }

    private static int PowerOf(string unit) => unit is [_] or [_, 'b'] or [_, 'i', 'b'] ? Units.IndexOf(unit[0]) + 1 : 0;
}
