using System.Net;
using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;

namespace PSContainer.Images.Registry;

/// <summary>Brings one blob from the store into a registry, if that has it not: whole, or in parts where it is large.</summary>
/// <param name="client">The registry.</param>
/// <param name="store">The store.</param>
/// <param name="blob">The blob.</param>
/// <param name="neighbour">A repository of the same registry that may have it, or null.</param>
/// <param name="progress">Told how far it is.</param>
internal sealed class BlobUpload(RegistryClient client, ImageStore store, Descriptor blob, string? neighbour, TransferItem progress)
{
    // Servers and proxies bound a request's length; what is sent again after a cut is no more than this.
    private const long PartSize = 32 << 20;

    private const int Attempts = 3;

    /// <summary>Does it.</summary>
    /// <exception cref="ContainerException"><c>Registry.…</c>, <c>Image.Blob.NotFound</c>.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        if (!await client.HasBlobAsync(blob.Digest, cancel).ConfigureAwait(false))
            await UploadAsync(cancel).ConfigureAwait(false);
        progress.Complete();
    }

    // A part that was sent twice, because the answer was lost, spoils the upload: then there is another.
    private async Task UploadAsync(CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                if (await client.StartUploadAsync(blob.Digest, neighbour, cancel).ConfigureAwait(false) is { } upload)
                    await SendAsync(upload, cancel).ConfigureAwait(false);
                return;
            }
            catch (ContainerException error) when (attempt < Attempts && IsSpoilt(error))
            {
                client.Options.Log($"The upload of {blob.Digest} is begun anew: {error.Message}");
            }
        }
    }

    private static bool IsSpoilt(ContainerException error) =>
        error.ErrorId is "Registry.Status.416" or "Registry.Status.404" or "Registry.Connection";

    private async Task SendAsync(Uri upload, CancellationToken cancel)
    {
        using SafeFileHandle file = store.OpenBlobFile(blob.Digest);
        long offset = 0;
        for (; blob.Size - offset > PartSize; offset += PartSize)
            upload = await client.SendPartAsync(upload, Part(file, offset, PartSize), cancel).ConfigureAwait(false);
        await client.FinishUploadAsync(upload, Part(file, offset, blob.Size - offset), blob.Digest, cancel).ConfigureAwait(false);
    }

    private UploadPart Part(SafeFileHandle file, long offset, long length) => new(file, offset, length, done => progress.Done = done);
}
