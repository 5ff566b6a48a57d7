using System.Buffers;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using PSContainer.Json;
using PSContainer.Layers;
using PSContainer.State;
using static Tmds.Linux.LibC;

namespace PSContainer.Images;

/// <summary>
/// What is written beside an unpacked layer. Nobody waits until its files are on the disk: until they are, the record counts only as long
/// as the machine runs, and after a power loss the layer is unpacked again.
/// </summary>
internal sealed class LayerRecord
{
    private const int MaxBytes = 64 << 10;
    private const string FileName = "layer.json";

    /// <summary>The machine's boot, as records name it.</summary>
    public static string ThisBoot => BootId.Current.ToString();

    /// <summary>What came of unpacking.</summary>
    public required UnpackResult Facts { get; init; }

    /// <summary>The machine's boot in which it was unpacked; null once all is on the disk.</summary>
    public string? Boot { get; init; }

    /// <summary>Reads the record of a layer's folder; null where there is none that counts.</summary>
    public static LayerRecord? TryRead(string folder)
    {
        using SafeFileHandle? file = TryOpen(folder);
        if (file is null)
            return null;
        byte[] content = new byte[MaxBytes];
        int length = RandomAccess.Read(file, content, 0);
        try
        {
            LayerRecord record = Read(content.AsSpan(0, length));
            return record.Boot is null || (record.Boot == ThisBoot && BootId.Current != Guid.Empty) ? record : null;
        }
        catch (Errors.ContainerException)
        {
            // A power loss may leave anything.
            return null;
        }
    }

    /// <summary>Writes it into a folder that nobody else sees.</summary>
    public void Write(string folder)
    {
        using SafeFileHandle file = StoreFile.Open($"{folder}/{FileName}", O_WRONLY | O_CREAT | O_TRUNC);
        StoreFile.Write(file, Bytes(), folder);
    }

    /// <summary>Waits until layers' files are on the disk, and notes that.</summary>
    public static void Settle(IReadOnlyList<(string Folder, UnpackResult Facts)> layers)
    {
        using (SafeFileHandle handle = StoreFile.Open(layers[0].Folder, O_RDONLY | O_DIRECTORY))
            Errors.LinuxException.Check(syncfs((int)handle.DangerousGetHandle()), "syncfs", layers[0].Folder);
        foreach ((string folder, UnpackResult facts) in layers)
            StoreFile.Replace($"{folder}/{FileName}", new LayerRecord { Facts = facts }.Bytes());
    }

    private static SafeFileHandle? TryOpen(string folder)
    {
        try
        {
            return StoreFile.TryOpen($"{folder}/{FileName}", O_RDONLY);
        }
        catch (Errors.LinuxException error) when (error.ErrorNumber == Errors.Errno.ENOTDIR)
        {
            return null;
        }
    }

    private static LayerRecord Read(ReadOnlySpan<byte> utf8)
    {
        var json = new JsonCursor(utf8, "The record of a layer", "Image.Layer.BadRecord");
        UnpackResult? facts = null;
        string? boot = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("facts"u8): facts = UnpackResult.Read(ref json); break;
                case var _ when name.SequenceEqual("boot"u8): boot = json.String(); break;
                default: json.Skip(); break;
            }
        }

        json.End();
        return new LayerRecord { Facts = json.Required(facts, "facts"), Boot = boot };
    }

    private byte[] Bytes()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (Boot is not null)
                json.WriteString("boot"u8, Boot);
            json.WriteStartObject("facts"u8);
            Facts.Write(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
