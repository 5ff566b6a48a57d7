using System.Globalization;
using System.Text;

namespace PSContainer;

/// <summary>One line that a container wrote.</summary>
public sealed class ContainerLogRecord
{
    private string? _text;

    internal ContainerLogRecord(DateTime time, ContainerLogSource stream, byte[] bytes, bool isPartial, string container)
    {
        Time = time;
        Stream = stream;
        Bytes = bytes;
        IsPartial = isPartial;
        Container = container;
    }

    /// <summary>When its beginning was read, by the clock of then, in local time.</summary>
    public DateTime Time { get; }

    /// <summary>Where it came from.</summary>
    public ContainerLogSource Stream { get; }

    /// <summary>The line without its end, as UTF-8; what is no UTF-8 is shown as U+FFFD.</summary>
    public string Text => _text ??= Encoding.UTF8.GetString(Bytes);

    /// <summary>The line without its end, byte for byte.</summary>
#pragma warning disable CA1819 // What was written is bytes, and PowerShell takes arrays.
    public byte[] Bytes { get; }
#pragma warning restore CA1819

    /// <summary>Whether the line's end was not written yet, or it is so long (16 MB) that the next record of its stream goes on with it.</summary>
    public bool IsPartial { get; }

    /// <summary>The container's name.</summary>
    public string Container { get; }

    /// <summary>The text.</summary>
    public override string ToString() => Text;

    internal string WithTime() => $"{Time.ToString("o", CultureInfo.InvariantCulture)} {Text}";
}
