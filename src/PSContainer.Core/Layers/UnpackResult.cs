using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Layers;

/// <summary>What came of unpacking a layer.</summary>
internal sealed class UnpackResult
{
    /// <summary>Whether it takes the layers below; nothing else is said then.</summary>
    public bool NeedsLower { get; init; }

    /// <summary>How many entries the archive has.</summary>
    public long Entries { get; set; }

    /// <summary>Bytes of the files' contents.</summary>
    public long Size { get; set; }

    /// <summary>Whether the archive has an entry for the root folder.</summary>
    public bool HasRoot { get; set; }

    /// <summary>Whether it takes away all that is below it.</summary>
    public bool IsOpaque { get; set; }

    /// <summary>Whether it is as it is because nothing lay below it: above another layer it would be another.</summary>
    public bool IsForLowest { get; set; }

    /// <summary>Whether it takes away something of what is below it.</summary>
    public bool HasMarks { get; set; }

    /// <summary>How many extended attributes could not be kept.</summary>
    public long IgnoredAttributes { get; set; }

    /// <summary>How many devices are empty files, because the caller may not make devices.</summary>
    public long ReplacedDevices { get; set; }

    public static UnpackResult Read(ref JsonCursor json)
    {
        bool needsLower = false, hasRoot = false, isOpaque = false, isForLowest = false, hasMarks = false;
        long entries = 0, size = 0, attributes = 0, devices = 0;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("needsLower"u8): needsLower = json.Boolean(); break;
                case var _ when name.SequenceEqual("entries"u8): entries = json.Int64(); break;
                case var _ when name.SequenceEqual("size"u8): size = json.Int64(); break;
                case var _ when name.SequenceEqual("hasRoot"u8): hasRoot = json.Boolean(); break;
                case var _ when name.SequenceEqual("isOpaque"u8): isOpaque = json.Boolean(); break;
                case var _ when name.SequenceEqual("isForLowest"u8): isForLowest = json.Boolean(); break;
                case var _ when name.SequenceEqual("hasMarks"u8): hasMarks = json.Boolean(); break;
                case var _ when name.SequenceEqual("ignoredAttributes"u8): attributes = json.Int64(); break;
                case var _ when name.SequenceEqual("replacedDevices"u8): devices = json.Int64(); break;
                default: json.Skip(); break;
            }
        }

        return new UnpackResult
        {
            NeedsLower = needsLower, Entries = entries, Size = size, HasRoot = hasRoot, IsOpaque = isOpaque, IgnoredAttributes = attributes,
            ReplacedDevices = devices, IsForLowest = isForLowest, HasMarks = hasMarks,
        };
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteBoolean("needsLower"u8, NeedsLower);
        json.WriteNumber("entries"u8, Entries);
        json.WriteNumber("size"u8, Size);
        json.WriteBoolean("hasRoot"u8, HasRoot);
        json.WriteBoolean("isOpaque"u8, IsOpaque);
        json.WriteBoolean("isForLowest"u8, IsForLowest);
        json.WriteBoolean("hasMarks"u8, HasMarks);
        json.WriteNumber("ignoredAttributes"u8, IgnoredAttributes);
        json.WriteNumber("replacedDevices"u8, ReplacedDevices);
    }
}
