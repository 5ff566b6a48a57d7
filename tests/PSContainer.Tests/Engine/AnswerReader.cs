using System.Collections.Concurrent;

namespace PSContainer.Tests.Engine;

/// <summary>A keyboard whose lines were typed in advance. When none is left, input has ended: a question fails instead of hanging.</summary>
internal sealed class AnswerReader : TextReader
{
    private readonly ConcurrentQueue<string> lines = new();

    public void Add(IEnumerable<string> more)
    {
        foreach (string line in more)
        {
            lines.Enqueue(line);
        }
    }

    public override string? ReadLine() => lines.TryDequeue(out string? line) ? line : null;
}
