using System.IO.Compression;
using PSContainer.Errors;
using ZstdSharp;

namespace PSContainer.Images;

/// <summary>An archive as it is read: decompressed, bounded, and with failures that say what could not be read.</summary>
internal sealed class ArchiveInput : ForwardStream
{
    private const int PeekLength = 6;
    private const int BufferSize = 128 << 10;

    private readonly Stream _source;
    private readonly string _subject;
    private readonly long _limit;
    private readonly CancellationToken _cancel;
    private long _count;

    private ArchiveInput(Stream source, string subject, long limit, CancellationToken cancel)
    {
        _source = source;
        _subject = subject;
        _limit = limit;
        _cancel = cancel;
    }

    /// <summary>Opens an archive, whatever it is compressed by.</summary>
    /// <param name="source">Its bytes; owned from now on.</param>
    /// <param name="subject">What it is, for messages.</param>
    /// <param name="limit">How many bytes of it are taken, decompressed.</param>
    /// <param name="cancel">Ends the reading.</param>
    public static ArchiveInput Open(Stream source, string subject, long limit, CancellationToken cancel)
    {
        var buffered = new BufferedStream(source, BufferSize);
        byte[] start = new byte[PeekLength];
        var raw = new ArchiveInput(buffered, subject, long.MaxValue, cancel);
        int count = raw.ReadAtLeast(start, PeekLength, throwOnEndOfStream: false);
        var whole = new PrefixedStream(start.AsMemory(0, count), raw);
        return new ArchiveInput(Decompress(whole, start.AsSpan(0, count), subject), subject, limit, cancel);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        _cancel.ThrowIfCancellationRequested();
        int count;
        try
        {
            count = _source.Read(buffer);
        }
        catch (Exception error) when (error is InvalidDataException or ZstdException or EndOfStreamException)
        {
            throw ArchiveErrors.Invalid(_subject, "its compressed content is damaged, or ends too early", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ArchiveErrors.CannotRead(_subject, error);
        }

        _count += count;
        return _count <= _limit ? count : throw ArchiveErrors.TooLarge(_subject, _limit);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _source.Dispose();
        base.Dispose(disposing);
    }

    private static Stream Decompress(Stream whole, ReadOnlySpan<byte> start, string subject) => start switch
    {
        [0x1F, 0x8B, ..] => new GZipStream(whole, CompressionMode.Decompress),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => new DecompressionStream(whole, checkEndOfStream: true, leaveOpen: false),
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0] => throw ArchiveErrors.Compression(subject, "xz"),
        [(byte)'B', (byte)'Z', (byte)'h', ..] => throw ArchiveErrors.Compression(subject, "bzip2"),
        _ => whole,
    };
}
