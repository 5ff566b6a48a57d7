namespace PSContainer.Help;

/// <summary>What is wrong with the pages, in the form in which MSBuild takes errors from a tool.</summary>
internal sealed class Problems
{
    private readonly List<string> _lines = [];

    public bool Any => _lines.Count > 0;

    /// <param name="file">The page.</param>
    /// <param name="line">The line, from 1; 0 for the whole page.</param>
    /// <param name="text">What is wrong, and what to do.</param>
    public void Add(string file, int line, string text) => _lines.Add($"{file}({Math.Max(line, 1)}): error HELP001: {text}");

    public void WriteTo(TextWriter writer) => _lines.ForEach(writer.WriteLine);
}
