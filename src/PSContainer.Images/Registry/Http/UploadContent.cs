using System.Buffers;
using System.Net;
using Microsoft.Win32.SafeHandles;

namespace PSContainer.Images.Registry;

/// <summary>A file's content as a request's, sent block by block.</summary>
/// <param name="file">The file; it stays the caller's.</param>
/// <param name="length">Its length.</param>
/// <param name="progress">Told how many bytes have gone out.</param>
internal sealed class UploadContent(SafeFileHandle file, long length, Action<long> progress) : HttpContent
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
            long sent = 0;
            for (int count; (count = RandomAccess.Read(file, block, sent)) > 0;)
            {
                await stream.WriteAsync(block.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                sent += count;
                progress(sent);
                _timer?.Progressed();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }
}
