namespace PSContainer.Logs;

/// <summary>One line of a log's file, taken apart.</summary>
/// <param name="Time">In UTC.</param>
/// <param name="Stream">Where it came from.</param>
/// <param name="IsPartial">Whether the next line of the stream goes on with it.</param>
internal readonly record struct LogLine(DateTime Time, ContainerLogSource Stream, bool IsPartial)
{
    /// <summary>Takes a line apart; false for one that is no record.</summary>
    /// <param name="line">Without its end.</param>
    /// <param name="record">What it says.</param>
    /// <param name="text">What was written.</param>
    public static bool TryRead(ReadOnlySpan<byte> line, out LogLine record, out ReadOnlySpan<byte> text)
    {
        record = default;
        text = line;
        if (!Word(ref text, out ReadOnlySpan<byte> time) || !Word(ref text, out ReadOnlySpan<byte> stream) || !Word(ref text, out ReadOnlySpan<byte> tag)
            || LogWords.Find(stream) is not { } known || !LogTime.TryRead(time, out DateTime utc))
        {
            return false;
        }

        // Of several tags, with colons between them, the first says whether the line is whole.
        record = new LogLine(utc, known, tag[0] == 'P');
        return tag[0] is (byte)'P' or (byte)'F';
    }

    private static bool Word(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> word)
    {
        int blank = rest.IndexOf((byte)' ');
        word = blank > 0 ? rest[..blank] : default;
        rest = blank > 0 ? rest[(blank + 1)..] : rest;
        return blank > 0;
    }
}
