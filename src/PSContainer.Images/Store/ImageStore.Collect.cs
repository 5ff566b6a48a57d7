using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Images;

internal sealed partial class ImageStore
{
    // An interrupted download is kept that long for the next to go on with.
    private static readonly TimeSpan s_downloadsKept = TimeSpan.FromDays(7);

    /// <summary>Removes what was moved out of the way, as far as that is possible.</summary>
    public void EmptyTrash() => StoreTrash.Empty(Folders.Trash, EmptyForeign);

    /// <summary>
    /// Removes what no image has: blobs, unpacked layers, and what interrupted work left. Where somebody is adding to the store, or reading
    /// from it for long, that is left to the last of them.
    /// </summary>
    /// <param name="resumable">Blobs that are not removed but kept like interrupted downloads.</param>
    /// <returns>Whether it was done.</returns>
    public bool TryCollect(params IReadOnlyList<Digest> resumable) => Exists && Guard(() =>
    {
        StoreFile.Open(Folders.CollectMark, O_WRONLY | O_CREAT).Dispose();
        SafeFileHandle? alone = StoreLock.TryTake(Folders.HoldLock, exclusive: true);
        if (alone is null)
            return false;
        try
        {
            RemoveLostContainers();
            var reach = Reach.Of(this);
            StoreFile.Remove(Folders.CollectMark);
            foreach (Digest blob in resumable)
                SetAside(reach, blob);
            Collect(reach);
            return true;
        }
        finally
        {
            StoreLock.Release(alone);
        }
    });

    private void SetAside(Reach reach, Digest blob)
    {
        if (!reach.Blobs.Contains(blob.ToString()) && File.Exists(Folders.Blob(blob)))
            StoreFile.Rename(Folders.Blob(blob), Folders.Download(blob));
    }

    private void Collect(Reach reach)
    {
        foreach (string algorithm in Directory.EnumerateDirectories(Folders.Blobs))
            RemoveFiles(algorithm, file => !reach.Blobs.Contains($"{System.IO.Path.GetFileName(algorithm)}:{System.IO.Path.GetFileName(file)}"));
        RemoveFiles(Folders.Partial, IsDead);
        foreach (string layer in Directory.EnumerateDirectories(Folders.Layers))
        {
            if (!reach.Layers.Contains(System.IO.Path.GetFileName(layer)))
                Directory.Move(layer, $"{Folders.Trash}/{Guid.NewGuid():N}");
        }

        EmptyTrash();
    }

    // Nobody writes while garbage is collected.
    private static bool IsDead(string partial) =>
        System.IO.Path.GetFileName(partial).StartsWith("new-", StringComparison.Ordinal) || DateTime.UtcNow - File.GetLastWriteTimeUtc(partial) > s_downloadsKept;

    private static void RemoveFiles(string folder, Func<string, bool> isUnwanted)
    {
        foreach (string file in Directory.EnumerateFiles(folder).Where(isUnwanted).ToList())
            StoreFile.Remove(file);
    }

    // What images and containers need.
    private sealed class Reach
    {
        public HashSet<string> Blobs { get; } = [];

        public HashSet<string> Layers { get; } = [];

        public static Reach Of(ImageStore store)
        {
            var reach = new Reach();
            foreach (Descriptor entry in store.ReadIndex().Manifests)
                reach.Add(store, entry, 0);
            foreach ((_, Digest manifest) in store.Uses())
            {
                if (new FileInfo(store.Folders.Blob(manifest)) is { Exists: true } file)
                    reach.Add(store, new Descriptor { MediaType = MediaTypes.Manifest, Digest = manifest, Size = file.Length }, 0);
            }

            return reach;
        }

        private void Add(ImageStore store, Descriptor blob, int depth)
        {
            if (!Blobs.Add(blob.Digest.ToString()) || depth > MaxIndexDepth)
                return;
            try
            {
                if (MediaTypes.IsIndex(blob.MediaType))
                    ModelReading.Index(store.ReadBlob(blob), blob.MediaType).Manifests.ForEach(manifest => Add(store, manifest, depth + 1));
                else if (MediaTypes.IsManifest(blob.MediaType))
                    AddImage(store, store.ReadManifest(blob));
            }
            catch (ContainerException)
            {
                // What is not there, or damaged, needs nothing.
            }
        }

        private void AddImage(ImageStore store, ImageManifest manifest)
        {
            foreach (Descriptor blob in manifest.Blobs)
                Blobs.Add(blob.Digest.ToString());
            foreach (string diffId in store.ReadConfiguration(manifest).DiffIds)
                Layers.Add(diffId.Replace(':', '-'));
        }
    }
}
