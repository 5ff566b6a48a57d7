using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace PSContainer.Help.Text;

/// <summary>A table in columns of spaces; the last column takes the width that is left, and wraps.</summary>
internal static class TextTable
{
    private const int Gap = 2;

    public static IEnumerable<string> Lines(Table table, int width)
    {
        List<string[]> rows = [.. table.OfType<TableRow>().Select(Cells)];
        int[] widths = Widths(rows, width);
        foreach ((string[] row, int index) in rows.Select(static (row, index) => (row, index)))
        {
            foreach (string line in Row(row, widths))
            {
                yield return line;
            }

            if (index == 0)
            {
                yield return string.Join(new string(' ', Gap), widths.Select(static w => new string('-', w)));
            }
        }
    }

    private static string[] Cells(TableRow row) => [.. row.OfType<TableCell>().Select(static cell => string.Join(' ', BlockText.Of(cell)))];

    // Each column as wide as its widest cell, but none wider than its even share where all together are too wide.
    private static int[] Widths(List<string[]> rows, int width)
    {
        int columns = rows[0].Length;
        int[] widest = [.. Enumerable.Range(0, columns).Select(column => rows.Max(row => row[column].Length))];
        int space = width - (Gap * (columns - 1));
        if (widest.Sum() <= space)
        {
            return widest;
        }

        int share = space / columns;
        int[] widths = [.. widest.Select(cell => Math.Min(cell, share))];
        widths[^1] = Math.Min(widest[^1], space - widths[..^1].Sum());
        return widths;
    }

    private static IEnumerable<string> Row(string[] row, int[] widths)
    {
        string[][] cells = [.. row.Select((cell, column) => TextWrap.Lines(cell, widths[column]).ToArray())];
        for (int line = 0; line < cells.Max(static cell => cell.Length); line++)
        {
            IEnumerable<string> parts = cells.Select((cell, column) => (line < cell.Length ? cell[line] : "").PadRight(widths[column] + Gap));
            yield return string.Concat(parts).TrimEnd();
        }
    }
}
