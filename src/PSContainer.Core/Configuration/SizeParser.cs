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
        string number = text.Trim().ToLowerInvariant();
        number = number.EndsWith("ib", StringComparison.Ordinal) ? number[..^2] : number;
        number = number.Length > 1 && number[^1] == 'b' && char.IsLetter(number[^2]) ? number[..^1] : number;
        int unit = number.Length > 0 ? Units.IndexOf(number[^1]) : -1;
        number = unit >= 0 ? number[..^1] : number;
        if (number.Contains('\0') || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal value))
        {
            throw Invalid(text);
        }

        try
        {
            return decimal.ToInt64(value * (1L << (10 * Math.Max(unit, 0))));
        }
        catch (OverflowException)
        {
            throw Invalid(text);
        }
    }

    private static ContainerException Invalid(string text) => new(
        "Size.Invalid", ErrorKind.InvalidArgument, $"'{text}' is no size.", text, "Write a number with a unit, such as 512MB or 1.5GB.");
}
