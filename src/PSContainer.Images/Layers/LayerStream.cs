using System.IO.Compression;
using System.Security.Cryptography;
using PSContainer.Errors;
using PSContainer.Layers;
using ZstdSharp.Unsafe;

namespace PSContainer.Images;

/// <summary>Reads a layer's blob: decompressed, bounded and hashed in one pass.</summary>
internal sealed class LayerStream : IDisposable
{
    // What RFC 8878 lets a decoder refuse begins at 8 MiB; the strongest levels of zstd(1) take 128.
    private const int LargestZstdWindow = 27;
    private const int BlobBuffer = 128 << 10;

    private readonly Stream _blob;
    private readonly BufferedStream _buffered;
    private readonly Stream _archive;
    private readonly IncrementalHash _hash;
    private readonly Digest _diffId;
    private readonly long _maximum;
    private long _length;

    /// <param name="layer">The layer.</param>
    /// <param name="blob">Its blob, from the beginning; disposed of with this.</param>
    /// <param name="maximum">How many bytes are taken, decompressed.</param>
    public LayerStream(ImageLayer layer, Stream blob, long maximum)
    {
        _diffId = Digest.Parse(layer.DiffId);
        _maximum = maximum;
        _hash = _diffId.StartHash();
        _blob = blob;
        _buffered = new BufferedStream(blob, BlobBuffer);
        _archive = layer.Compression switch
        {
            LayerCompression.Gzip => new GZipStream(_buffered, CompressionMode.Decompress),
            LayerCompression.Zstd => Zstd(_buffered),
            _ => _buffered,
        };
    }

    /// <summary>How many bytes of the blob have been read.</summary>
    public long Position => _blob.Position;

    /// <summary>Reads some of the archive; 0 at the end.</summary>
    /// <exception cref="ContainerException"><c>Layer.Compression.Invalid</c>, <c>Layer.TooLarge</c>.</exception>
    public int Read(Span<byte> buffer)
    {
        try
        {
            int count = _archive.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            _hash.AppendData(buffer[..count]);
            _length += count;
            return _length <= _maximum ? count : throw LayerErrors.TooLarge(_maximum);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or ZstdSharp.ZstdException)
        {
            throw new ContainerException(
                "Layer.Compression.Invalid", ErrorKind.InvalidData, $"The layer {_diffId} cannot be decompressed: {error.Message.TrimEnd('.')}.",
                _diffId.ToString(), "Remove the image and request it again.", error);
        }
    }

    /// <summary>Sees that all that was read is what the image says.</summary>
    /// <exception cref="ContainerException"><c>Layer.DiffIdMismatch</c>.</exception>
    public void Verify()
    {
        var found = Digest.FromHash(_diffId.Algorithm, _hash.GetHashAndReset());
        if (found != _diffId)
        {
            throw new ContainerException(
                "Layer.DiffIdMismatch", ErrorKind.InvalidData, $"A layer that must have the digest {_diffId} unpacked has {found}.", _diffId.ToString(),
                "The image contradicts itself; nothing of the layer is kept.");
        }
    }

    public void Dispose()
    {
        _archive.Dispose();
        _buffered.Dispose();
        _hash.Dispose();
    }

    private static ZstdSharp.DecompressionStream Zstd(Stream blob)
    {
        var stream = new ZstdSharp.DecompressionStream(blob, leaveOpen: true);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, LargestZstdWindow);
        return stream;
    }
}
