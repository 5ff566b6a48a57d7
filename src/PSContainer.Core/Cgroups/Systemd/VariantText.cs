using System.Text;

namespace PSContainer.Cgroups;

/// <summary>Texts in quotation marks, alone or in a list, as GVariant writes them: <c>'one'</c>, <c>['one', "two"]</c>.</summary>
internal static class VariantText
{
    /// <returns>Null for what is not one.</returns>
    public static string? Parse(string value) => Next(value, 0, out int end) is { } text && end == value.Length ? text : null;

    /// <returns>Null for what is not a list.</returns>
    public static string[]? ParseList(string value)
    {
        var texts = new List<string>();
        if (!value.StartsWith('[') || !value.EndsWith(']'))
        {
            return null;
        }

        int position = SkipBlanks(value, 1);
        while (position < value.Length - 1)
        {
            if (Next(value, position, out int end) is not { } text)
            {
                return null;
            }

            texts.Add(text);
            position = SkipBlanks(value, end);
            bool isComma = position < value.Length - 1 && value[position] == ',';
            if (!isComma && position != value.Length - 1)
            {
                return null;
            }

            position = isComma ? SkipBlanks(value, position + 1) : position;
        }

        return [.. texts];
    }

    private static string? Next(string value, int start, out int end)
    {
        end = start;
        if (start >= value.Length || value[start] is not ('\'' or '"'))
        {
            return null;
        }

        var text = new StringBuilder();
        for (int i = start + 1; i < value.Length; i++)
        {
            if (value[i] == value[start])
            {
                end = i + 1;
                return text.ToString();
            }

            i += value[i] == '\\' && i + 1 < value.Length ? 1 : 0;
            text.Append(value[i]);
        }

        return null;
    }

    private static int SkipBlanks(string value, int position)
    {
        while (position < value.Length && value[position] == ' ')
        {
            position++;
        }

        return position;
    }
}
