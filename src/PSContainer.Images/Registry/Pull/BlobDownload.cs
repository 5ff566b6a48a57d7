using System.Buffers;
using System.Net;
using PSContainer.Errors;

namespace PSContainer.Images.Registry;

/// <summary>Brings one blob from a registry into the store: hashed as it comes, gone on with where it was cut.</summary>
/// <param name="client">Where from.</param>
/// <param name="hold">The store.</param>
/// <param name="blob">Which.</param>
/// <param name="progress">Told how far it is.</param>
/// <param name="arriving">The same for one who reads meanwhile; null for nobody.</param>
internal sealed class BlobDownload(RegistryClient client, StoreHold hold, Descriptor blob, TransferItem progress, ArrivingBlob? arriving = null)
{
    private const int BlockSize = 128 << 10;

    // So much at a time is progress, however often the connection breaks.
    private const int Progress = 1 << 20;

    private readonly Backoff _backoff = new(client.Options);
    private int _answers;

    /// <summary>Does it; a blob that is there is left as it is.</summary>
    /// <exception cref="ContainerException"><c>Registry.…</c>, <c>Image.Blob.…</c>, <c>Image.Store.…</c></exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        // What was resumed may be of two contents: that shows at the end, and is begun anew, once.
        if (!await TryAsync(mayFail: true, cancel).ConfigureAwait(false))
        {
            client.Options.Log($"What went on {blob.Digest} did not fit its beginning. Beginning anew.");
            await TryAsync(mayFail: false, cancel).ConfigureAwait(false);
        }

        arriving?.Complete();
        progress.Complete();
    }

    private async Task<bool> TryAsync(bool mayFail, CancellationToken cancel)
    {
        using BlobWriter? writer = hold.Store.ResumeBlob(hold, blob, cancel);
        if (writer is null)
            return true;
        _answers = writer.Length > 0 ? 1 : 0;
        progress.Done = writer.Length;
        arriving?.Begin(writer);
        await FillAsync(writer, cancel).ConfigureAwait(false);
        try
        {
            writer.Verify();
            arriving?.Complete();
            writer.Commit(blob.MediaType);
            hold.KeepToResume(blob.Digest);
            return true;
        }
        catch (ContainerException error) when (mayFail && _answers > 1 && error.ErrorId == "Image.Blob.DigestMismatch")
        {
            return false;
        }
    }

    private async Task FillAsync(BlobWriter writer, CancellationToken cancel)
    {
        while (writer.Length < blob.Size)
        {
            long before = writer.Length;
            TransientException failure;
            try
            {
                await AskAsync(writer, cancel).ConfigureAwait(false);
                failure = new TransientException(RegistryErrors.BlobCut(client.Location, blob, writer.Length, null));
            }
            catch (TransientException error)
            {
                failure = error;
            }

            if (writer.Length == blob.Size)
                return;
            if (writer.Length - before >= Progress)
                _backoff.Reset();
            if (!await _backoff.WaitAsync(null, failure.IsStall, cancel).ConfigureAwait(false))
                throw failure.IsStall ? failure.Final : RegistryErrors.BlobCut(client.Location, blob, writer.Length, failure.Final);
            client.Options.Log($"{blob.Digest} was cut after {writer.Length} of {blob.Size} bytes. Going on.");
        }
    }

    private async Task AskAsync(BlobWriter writer, CancellationToken cancel)
    {
        using HttpResponseMessage response = await client.GetBlobAsync(blob.Digest, writer.Length, cancel).ConfigureAwait(false);
        bool goesOn = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == writer.Length;
        if (!goesOn && writer.Length > 0)
            Restart(writer);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable || (response.StatusCode == HttpStatusCode.PartialContent && !goesOn))
            return;
        _answers++;
        await CopyAsync(response, writer, cancel).ConfigureAwait(false);
    }

    private void Restart(BlobWriter writer)
    {
        writer.Restart();
        arriving?.Lose();
        _answers = 0;
        progress.Done = 0;
    }

    // To the very end: one byte too many is refused by the writer.
    private async Task CopyAsync(HttpResponseMessage response, BlobWriter writer, CancellationToken cancel)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            using var timer = new StallTimer(client.Options.StallTimeout, cancel);
            Stream body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                for (int count; (count = await RegistryTransport.ReadAsync(body, block, timer, cancel).ConfigureAwait(false)) > 0;)
                {
                    writer.Write(block.AsSpan(0, count));
                    progress.Done = writer.Length;
                    arriving?.Advance(writer.Length);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
