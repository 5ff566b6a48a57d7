using System.Buffers;
using System.Net;

namespace PSContainer.Images.Registry;

/// <summary>A part of a file as a request's content, sent block by block.</summary>
internal sealed class UploadContent(UploadPart part) : HttpContent
{
    private const int BlockSize = 128 << 10;

    private StallTimer? _timer;

    /// <summary>Lets a timer know of each block that has gone out.</summary>
    public void Watch(StallTimer timer) => _timer = timer;

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            for (long sent = 0; sent < part.Length;)
            {
                int wanted = (int)Math.Min(block.Length, part.Length - sent);
                int count = RandomAccess.Read(part.File, block.AsSpan(0, wanted), part.Offset + sent);
                if (count == 0)
                    throw new EndOfStreamException();
                await stream.WriteAsync(block.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                sent += count;
                part.Progress(part.Offset + sent);
                _timer?.Progressed();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = part.Length;
        return true;
    }
}
