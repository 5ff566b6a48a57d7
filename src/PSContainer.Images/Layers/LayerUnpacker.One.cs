using Microsoft.Win32.SafeHandles;
using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Layers;
using PSContainer.Protocol;

namespace PSContainer.Images;

/// <content>One layer: into a draft, which gets its name when all of it is right.</content>
internal sealed partial class LayerUnpacker
{
    private const int BlockBytes = 256 << 10;

    // Null where the layer takes those below it.
    private UnpackedLayer? UnpackOne(ImageLayer layer, Digest[] below, IReadOnlyList<string>? lower, Func<Stream>? blob, CancellationToken cancel)
    {
        LayerFolder folder = Folder(Digest.Parse(layer.DiffId));
        if (folder.Find(below) is { } known)
            return known;
        using SafeFileHandle alone = folder.Lock(cancel);
        if (folder.Find(below) is { } other)
            return other;
        string draft = folder.MakeDraft();
        try
        {
            using var archive = new LayerStream(layer, blob?.Invoke() ?? store.OpenBlob(layer.Blob.Digest), MaximumSize);
            UnpackResult facts = Fill(draft, layer, archive, below.Length == 0, lower, cancel);
            if (facts.NeedsLower)
            {
                folder.Remove(draft);
                return null;
            }

            return folder.Publish(draft, facts, below, lower is not null);
        }
        catch
        {
            RemoveQuietly(folder, draft);
            throw;
        }
    }

    private UnpackResult Fill(string draft, ImageLayer layer, LayerStream archive, bool isLowest, IReadOnlyList<string>? lower, CancellationToken cancel)
    {
        using LayerProcess process = LayerProcess.Start(launcher, new LayerRequest
        {
            Action = LayerAction.Unpack, Folder = $"{draft}/fs", Lower = lower, IdMap = owners.IdMap,
            Options = new UnpackOptions
            {
                IsLowest = isLowest, UserAttributes = owners.UserAttributes, OneOwner = owners.OneOwner, MaximumSize = MaximumSize,
            },
        });
        bool isWhole = Pump(archive, process, layer, cancel);
        UnpackResult facts = process.Finish();
        if (!facts.NeedsLower)
        {
            if (!isWhole)
                throw LauncherErrors.Died();
            archive.Verify();
        }

        return facts;
    }

    private bool Pump(LayerStream archive, LayerProcess process, ImageLayer layer, CancellationToken cancel)
    {
        byte[] block = new byte[BlockBytes];
        for (int count; (count = archive.Read(block)) > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            if (!process.TryWrite(block.AsSpan(0, count)))
                return false;
            Progress?.Report(new LayerProgress(layer, archive.Position, layer.Size));
        }

        return true;
    }

    private static void RemoveQuietly(LayerFolder folder, string draft)
    {
        try
        {
            folder.Remove(draft);
        }
        catch (Exception error) when (error is ContainerException or LinuxException or IOException or UnauthorizedAccessException)
        {
            // The next who unpacks the layer removes it; what failed before is what is to be told.
        }
    }
}
