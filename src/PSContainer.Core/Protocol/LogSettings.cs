using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Protocol;

/// <summary>How a monitor keeps what its container writes.</summary>
internal sealed class LogSettings
{
    /// <summary>The size of a file from which on the next is begun, in bytes, where nothing was said.</summary>
    public const long DefaultSize = 4 << 20;

    /// <summary>How many files are kept where nothing was said.</summary>
    public const int DefaultFiles = 2;

    /// <summary>The smallest size, in bytes: a file has to hold more than one piece of output.</summary>
    public const long LeastSize = 64 << 10;

    /// <summary>The most files.</summary>
    public const int MostFiles = 1000;

    /// <summary>The folder in which one is made for the container's files; null where they lie with its state.</summary>
    public string? Folder { get; init; }

    /// <summary>The folder of a container's files; null where they lie with its state.</summary>
    public string? FolderOf(string id) => Folder is null ? null : Path.Combine(Folder, id);

    /// <summary>The size of a file from which on the next is begun, in bytes.</summary>
    public long MaximumSize { get; init; } = DefaultSize;

    /// <summary>How many files are kept; older ones are removed.</summary>
    public int MaximumFiles { get; init; } = DefaultFiles;

    /// <summary>Whether standard output goes there.</summary>
    public bool Output { get; init; } = true;

    /// <summary>Whether standard error goes there.</summary>
    public bool Error { get; init; } = true;

    public static LogSettings Read(ref JsonCursor json)
    {
        string? folder = null;
        long size = DefaultSize;
        int files = DefaultFiles;
        bool output = true, error = true;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("folder"u8): folder = json.String(); break;
                case var _ when name.SequenceEqual("maximumSize"u8): size = json.Int64(); break;
                case var _ when name.SequenceEqual("maximumFiles"u8): files = json.Int32(1, MostFiles); break;
                case var _ when name.SequenceEqual("output"u8): output = json.Boolean(); break;
                case var _ when name.SequenceEqual("error"u8): error = json.Boolean(); break;
                default: json.Skip(); break;
            }
        }

        return new LogSettings { Folder = folder, MaximumSize = Math.Max(size, LeastSize), MaximumFiles = files, Output = output, Error = error };
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("log"u8);
        json.Optional("folder"u8, Folder);
        json.WriteNumber("maximumSize"u8, MaximumSize);
        json.WriteNumber("maximumFiles"u8, MaximumFiles);
        json.WriteBoolean("output"u8, Output);
        json.WriteBoolean("error"u8, Error);
        json.WriteEndObject();
    }
}
