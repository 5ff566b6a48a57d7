using System.Buffers;

namespace PSContainer.Logs;

/// <summary>Puts together the lines that were written in pieces.</summary>
internal sealed class LogAssembler(string container)
{
    /// <summary>The longest line that comes in one record, in bytes.</summary>
    public const int MaxLine = 16 << 20;

    private readonly Pending[] _pending = [new(), new(), new()];

    /// <summary>The record that a piece completes; null where more is to come.</summary>
    public ContainerLogRecord? Add(in LogLine line, ReadOnlySpan<byte> text)
    {
        Pending pending = _pending[(int)line.Stream];
        if (!pending.IsOpen)
        {
            if (!line.IsPartial)
            {
                return Record(line.Time, line.Stream, text, isPartial: false);
            }

            pending.Time = line.Time;
        }

        pending.Bytes.Write(text);
        pending.IsOpen = true;
        bool tooLong = pending.Bytes.WrittenCount >= MaxLine;
        return line.IsPartial && !tooLong ? null : Take(line.Stream, line.IsPartial);
    }

    /// <summary>A line whose end has not come; null where there is none.</summary>
    public ContainerLogRecord? Rest(ContainerLogSource stream) => _pending[(int)stream].IsOpen ? Take(stream, isPartial: true) : null;

    private ContainerLogRecord Take(ContainerLogSource stream, bool isPartial)
    {
        Pending pending = _pending[(int)stream];
        ContainerLogRecord record = Record(pending.Time, stream, pending.Bytes.WrittenSpan, isPartial);
        pending.Bytes = new ArrayBufferWriter<byte>();
        pending.IsOpen = false;
        return record;
    }

    private ContainerLogRecord Record(DateTime utc, ContainerLogSource stream, ReadOnlySpan<byte> text, bool isPartial) =>
        new(utc.ToLocalTime(), stream, text.ToArray(), isPartial, container);

    private sealed class Pending
    {
        public ArrayBufferWriter<byte> Bytes { get; set; } = new();

        public DateTime Time { get; set; }

        public bool IsOpen { get; set; }
    }
}
