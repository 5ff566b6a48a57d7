using System.IO.Compression;
using System.Security.Cryptography;
using PSContainer.Client;
using PSContainer.Layers;
using PSContainer.Protocol;

namespace PSContainer.Images;

/// <summary>A layer that was made of what a container changed.</summary>
/// <param name="Blob">Its archive in the store.</param>
/// <param name="DiffId">The archive's digest, uncompressed.</param>
/// <param name="Facts">What is in it.</param>
internal sealed record CommittedLayer(Descriptor Blob, Digest DiffId, UnpackResult Facts);

/// <summary>Makes a layer of the upper folder of an overlay.</summary>
internal static class LayerCommit
{
    private const int BlockBytes = 256 << 10;

    /// <summary>Writes the layer into the store, compressed with gzip: what every other tool reads.</summary>
    /// <param name="hold">Kept until the layer belongs to an image.</param>
    /// <param name="launcher">What reads the folder.</param>
    /// <param name="owners">To whom the files belong.</param>
    /// <param name="upper">The folder.</param>
    /// <param name="cancel">Stops it.</param>
    public static CommittedLayer Write(StoreHold hold, LauncherImage launcher, LayerOwners owners, string upper, CancellationToken cancel)
    {
        using BlobWriter blob = hold.Store.CreateBlob(hold, long.MaxValue, "the new layer");
        return Write(blob, launcher, owners, upper, isCompressed: true, static _ => { }, cancel);
    }

    /// <summary>Writes a folder as a layer.</summary>
    /// <param name="blob">Where to; it is committed.</param>
    /// <param name="launcher">What reads the folder.</param>
    /// <param name="owners">To whom the files belong.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="isCompressed">Whether it is compressed, with gzip.</param>
    /// <param name="progress">Told how many more bytes have been read.</param>
    /// <param name="cancel">Stops it.</param>
    public static CommittedLayer Write(
        BlobWriter blob, LauncherImage launcher, LayerOwners owners, string folder, bool isCompressed, Action<long> progress, CancellationToken cancel)
    {
        using var hash = Digest.StartHash(Digest.Sha256);
        using LayerProcess process = LayerProcess.Start(launcher, new LayerRequest
        {
            Action = LayerAction.Pack, Folder = folder, IdMap = owners.IdMap, Options = new UnpackOptions { UserAttributes = owners.UserAttributes },
        });
        using (Stream target = isCompressed ? new GZipStream(new BlobStream(blob), CompressionLevel.Optimal) : new BlobStream(blob))
            Pump(process, hash, target, progress, cancel);
        UnpackResult facts = process.Finish();
        return new CommittedLayer(blob.Commit(isCompressed ? MediaTypes.LayerGzip : MediaTypes.Layer), Digest.FromHash(Digest.Sha256, hash.GetHashAndReset()), facts);
    }

    private static void Pump(LayerProcess process, IncrementalHash hash, Stream target, Action<long> progress, CancellationToken cancel)
    {
        byte[] block = new byte[BlockBytes];
        using var source = new FileStream(process.Pipe, FileAccess.Read, bufferSize: 0);
        for (int count; (count = source.Read(block)) > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            hash.AppendData(block, 0, count);
            target.Write(block, 0, count);
            progress(count);
        }
    }
}
