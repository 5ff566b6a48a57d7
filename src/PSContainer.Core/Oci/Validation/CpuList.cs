using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>The rule for lists of processors or memory nodes: <c>0-3,7</c>.</summary>
internal static class CpuList
{
    public static void Check(string? list, string path, string property)
    {
        if (list is not null && !IsValid(list))
            throw SpecError.At("CpuListInvalid", path + property, $"is '{JsonText.Show(list)}', and a list looks like 0-3,7");
    }

    /// <summary>Whether it is a list; an empty one is.</summary>
    private static bool IsValid(string list)
    {
        if (list.AsSpan().Trim().IsEmpty)
            return true;
        foreach (Range range in list.AsSpan().Split(','))
        {
            if (!IsRange(list.AsSpan(range).Trim()))
                return false;
        }

        return true;
    }

    private static bool IsRange(ReadOnlySpan<char> text)
    {
        int dash = text.IndexOf('-');
        return dash < 0
            ? TryNumber(text, out _)
            : TryNumber(text[..dash], out ushort first) && TryNumber(text[(dash + 1)..], out ushort last) && first <= last;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out ushort number) =>
        StrictNumber.TryParse(text, out number);
}
