using System.Text;

namespace PSContainer.Launcher.CommandLine;

/// <summary>A table in columns that are as wide as their widest text.</summary>
internal sealed class TextTable(params string[] headers)
{
    private const int MinWidth = 12;
    private const int Gap = 3;

    private readonly List<string[]> _rows = [headers];

    public void Add(params string[] row) => _rows.Add(row);

    public override string ToString()
    {
        int[] widths = new int[headers.Length];
        foreach (string[] row in _rows)
        {
            for (int i = 0; i < row.Length; i++)
            {
                widths[i] = Math.Max(widths[i], Math.Max(MinWidth, row[i].Length + Gap));
            }
        }

        var text = new StringBuilder();
        foreach (string[] row in _rows)
        {
            for (int i = 0; i < row.Length; i++)
            {
                text.Append(i == row.Length - 1 ? row[i] : row[i].PadRight(widths[i]));
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
