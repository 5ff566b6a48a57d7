using System.Globalization;
using System.Text;

namespace PSContainer.Images;

/// <summary>What entries before an entry say of it: GNU's long names, and POSIX's extended headers.</summary>
internal sealed class ArchiveExtension
{
    /// <summary>The longest such entry that is read, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The name, or null.</summary>
    public string? Name { get; private set; }

    /// <summary>What a link stands for, or null.</summary>
    public string? Target { get; private set; }

    /// <summary>The content's bytes, or null.</summary>
    public long? Size { get; private set; }

    /// <summary>Whether an entry of that type says something of another.</summary>
    public static bool IsOne(char type) => type is 'L' or 'K' or 'x' or 'g';

    /// <summary>Takes in what such an entry says. What one says of all that follow ('g') is of no interest here.</summary>
    public void Take(char type, ReadOnlySpan<byte> content, string subject)
    {
        if (type == 'L')
            Name = ArchiveHeader.Text(content);
        else if (type == 'K')
            Target = ArchiveHeader.Text(content);
        else if (type == 'x')
            TakeRecords(content, subject);
    }

    // "length key=value\n", the length being that of all of it.
    private void TakeRecords(ReadOnlySpan<byte> content, string subject)
    {
        while (!content.IsEmpty)
        {
            int blank = content.IndexOf((byte)' ');
            if (blank < 1 || !int.TryParse(content[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
                || length <= blank + 1 || length > content.Length || content[length - 1] != '\n')
            {
                throw ArchiveErrors.Invalid(subject, "an extended header is damaged");
            }

            Take(content[(blank + 1)..(length - 1)], subject);
            content = content[length..];
        }
    }

    private void Take(ReadOnlySpan<byte> record, string subject)
    {
        int equals = Math.Max(record.IndexOf((byte)'='), 0);
        ReadOnlySpan<byte> key = record[..equals], value = record[Math.Min(equals + 1, record.Length)..];
        if (key.SequenceEqual("path"u8))
            Name = Encoding.UTF8.GetString(value);
        else if (key.SequenceEqual("linkpath"u8))
            Target = Encoding.UTF8.GetString(value);
        else if (key.SequenceEqual("size"u8))
            Size = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long size)
                ? size
                : throw ArchiveErrors.Invalid(subject, "an entry's size is no number, or out of range");
    }
}
