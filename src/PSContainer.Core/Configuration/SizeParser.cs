using System.Globalization;
using PSContainer.Errors;

namespace PSContainer.Configuration;

/// <summary>Reads sizes as PowerShell writes them (<c>512MB</c>, <c>1.5gb</c>) and as Docker's users do (<c>512m</c>).</summary>
internal static class SizeParser
{
    private const string Units = "bkmgtp";

    /// <summary>The size in bytes; units are powers of 1024, as in PowerShell.</summary>
    /// <exception cref="ContainerException"><c>Size.Invalid</c></exception>
    public static long Parse(string text)
    {
        string size = text.Trim().ToLowerInvariant();
        int letters = size.AsSpan().IndexOfAnyInRange('a', 'z');
        string number = letters < 0 ? size : size[..letters];
        int unit = letters < 0 ? 0 : UnitOf(size[letters..]);
        if (unit < 0 || number.Contains('\0') || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal value))
        {
            throw Invalid(text);
        }

        try
        {
            return decimal.ToInt64(value * (1L << (10 * unit)));
        }
        catch (OverflowException)
        {
            throw Invalid(text);
        }
    }

    // "m", "mb" and "mib" are the same; "b" stands alone.
    private static int UnitOf(string word)
    {
        int unit = Units.IndexOf(word[0]);
        return word.Length == 1 || (unit > 0 && word[1..] is "b" or "ib") ? unit : -1;
    }

    private static ContainerException Invalid(string text) => new(
        "Size.Invalid", ErrorKind.InvalidArgument, $"'{text}' is no size.", text, "Write a number with a unit, such as 512MB or 1.5GB.");
}
