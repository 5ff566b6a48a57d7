using Microsoft.Win32.SafeHandles;

namespace PSContainer.Images;

/// <summary>Tells by its first bytes how a layer's archive is compressed.</summary>
internal static class LayerFormat
{
    /// <summary>The media type of a layer in the store.</summary>
    public static string MediaTypeOf(ImageStore store, Digest layer)
    {
        using SafeFileHandle file = store.OpenBlobFile(layer);
        Span<byte> start = stackalloc byte[4];
        int count = RandomAccess.Read(file, start, 0);
        return start[..count] switch
        {
            [0x1F, 0x8B, ..] => MediaTypes.LayerGzip,
            [0x28, 0xB5, 0x2F, 0xFD] => MediaTypes.LayerZstd,
            _ => MediaTypes.Layer,
        };
    }
}
