using System.Globalization;
using PSContainer.Bench.Measuring;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Reporting;

/// <summary>Collects what was measured and prints it as one table, in Markdown.</summary>
internal sealed class Report
{
    private static readonly string[] s_head = ["", "median", "middle half", "ratio", "target", ""];
    private readonly List<Row> _rows = [];
    private readonly List<string> _notes = [];

    public int MissedCount => _rows.Count(row => row.Met == false);

    public void Title(string text) => _rows.Add(new Row($"**{text}**", ""));

    public void Add(Row row) => _rows.Add(row);

    public void Note(string text) => _notes.Add(text);

    /// <summary>A time, with its ratios to others that were measured by turns with it.</summary>
    public void Time(string name, Samples samples, params ReadOnlySpan<Comparison> comparisons)
    {
        string value = Milliseconds(samples.Median);
        string spread = $"{Number(samples.Lower)}–{Number(samples.Upper)}";
        if (comparisons.Length == 0)
        {
            Add(new Row(name, value, spread));
        }

        foreach (Comparison comparison in comparisons)
        {
            double ratio = samples.Median / comparison.With.Median;
            Add(new Row(
                name, value, spread, $"{Number(ratio)} × {comparison.Name}", comparison.Limit is { } limit ? $"≤ {Number(limit)} ×" : "",
                comparison.Limit is { } most ? ratio <= most : null));
            (name, value, spread) = ("", "", "");
        }
    }

    public void Print(TextWriter writer)
    {
        writer.WriteLine(Scene.Description);
        writer.WriteLine();
        string[][] lines = [s_head, .. _rows.Select(row => row.Cells)];
        int[] widths = [.. Enumerable.Range(0, s_head.Length).Select(c => lines.Max(line => line[c].Length))];
        for (int i = 0; i < lines.Length; i++)
        {
            writer.WriteLine($"| {string.Join(" | ", lines[i].Select((cell, c) => cell.PadRight(widths[c])))} |");
            if (i == 0)
            {
                writer.WriteLine($"|{string.Join("|", widths.Select((w, c) => new string('-', w + 1) + (c is 1 or 2 ? ":" : "-")))}|");
            }
        }

        writer.WriteLine();
        _notes.ForEach(note => writer.WriteLine($"Not measured: {note}"));
    }

    public static string Milliseconds(double value) => $"{Number(value)} ms";

    public static string Number(double value) => value.ToString(value < 100 ? "0.00" : "0", CultureInfo.InvariantCulture);
}

/// <summary>What a time is compared with, and how many times as long it may be; null where that is only told.</summary>
internal readonly record struct Comparison(string Name, Samples With, double? Limit);
