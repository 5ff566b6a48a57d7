using System.Collections;
using System.Globalization;

namespace PSContainer.Commands;

/// <summary>Hashtables of names and values, as text.</summary>
internal static class TextPairs
{
    /// <summary>The pairs; values that are not text are written the same in every culture.</summary>
    public static Dictionary<string, string> Of(Hashtable? table)
    {
        var pairs = new Dictionary<string, string>();
        foreach (DictionaryEntry entry in table ?? [])
        {
            pairs[Text(entry.Key)] = Text(entry.Value);
        }

        return pairs;
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
