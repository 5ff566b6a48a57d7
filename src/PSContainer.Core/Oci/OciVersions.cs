namespace PSContainer.Oci;

/// <summary>Which versions of the specification are understood.</summary>
internal static class OciVersions
{
    /// <summary>Whether it is a version 1.x: 1.0.0, 1.0.2-dev, 1.2.1+build, and 1.2 as some write it.</summary>
    public static bool IsSupported(string? version)
    {
        if (version is null || !version.StartsWith("1.", StringComparison.Ordinal))
            return false;
        ReadOnlySpan<char> rest = version.AsSpan(2);
        return Number(ref rest) && (!Take(ref rest, '.') || Number(ref rest)) && IsSuffix(rest);
    }

    private static bool Number(ref ReadOnlySpan<char> rest)
    {
        int digits = rest.IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
            digits = rest.Length;
        rest = rest[digits..];
        return digits > 0;
    }

    private static bool Take(ref ReadOnlySpan<char> rest, char c)
    {
        bool taken = rest.Length > 0 && rest[0] == c;
        if (taken)
            rest = rest[1..];
        return taken;
    }

    /// <summary>Nothing, a pre-release (<c>-rc1</c>) or build metadata (<c>+dev</c>).</summary>
    private static bool IsSuffix(ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty)
            return true;
        if (rest[0] is not ('-' or '+') || rest.Length == 1)
            return false;
        foreach (char c in rest)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '+' or '.'))
                return false;
        }

        return true;
    }
}
