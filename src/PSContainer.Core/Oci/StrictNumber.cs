using System.Globalization;
using System.Numerics;

namespace PSContainer.Oci;

/// <summary>Numbers as users write them: ASCII digits and nothing else.</summary>
internal static class StrictNumber
{
    /// <summary>Reads one. .NET by itself takes no notice of NUL characters that follow it.</summary>
    public static bool TryParse<T>(ReadOnlySpan<char> text, out T number)
        where T : struct, IBinaryInteger<T>
    {
        if (T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && !text.Contains('\0'))
        {
            return true;
        }

        number = default;
        return false;
    }
}
