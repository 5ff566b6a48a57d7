using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Images;

internal sealed partial class ImageStore
{
    /// <summary>The store's index: an entry for each name of an image, and one for each image that has lost its last.</summary>
    /// <exception cref="ContainerException"><c>Image.Manifest.Invalid</c>: it is damaged.</exception>
    public ImageIndex ReadIndex() => Guard(() =>
    {
        using SafeFileHandle? file = Exists ? StoreFile.TryOpen(Folders.IndexFile, O_RDONLY) : null;
        if (file is null)
            return new ImageIndex();
        byte[] content = new byte[Math.Min(RandomAccess.GetLength(file), ModelReading.MaxBytes + 1)];
        int count = RandomAccess.Read(file, content, 0);
        return ModelReading.Index(content.AsSpan(0, count), Folders.IndexFile);
    });

    /// <summary>Gives a manifest a name. Another image of that name loses it, and stays without.</summary>
    /// <param name="hold">Kept since before the manifest's blobs were written.</param>
    /// <param name="manifest">The manifest, or an index; its notes are kept beside the name.</param>
    /// <param name="name">The name, or null for an image without one.</param>
    public void Tag(StoreHold hold, Descriptor manifest, ImageReference? name)
    {
        ArgumentNullException.ThrowIfNull(hold);
        ChangeIndex(entries =>
        {
            int removed = name is null ? 0 : entries.RemoveAll(entry => NameOf(entry) == name.StoredName && entry.Digest == manifest.Digest);
            bool hasEntry = entries.Exists(entry => entry.Digest == manifest.Digest);
            if (name is null && hasEntry)
                return;
            entries.RemoveAll(entry => entry.Digest == manifest.Digest && NameOf(entry) is null);
            if (name is not null)
                TakeName(entries, name.StoredName);
            entries.Add(manifest.With(Notes(manifest, name?.StoredName)));
        });
    }

    /// <summary>Takes a name from an image; with its last, the image goes.</summary>
    /// <returns>Whether there was that name.</returns>
    public bool Untag(string storedName)
    {
        int removed = 0;
        ChangeIndex(entries => removed = entries.RemoveAll(entry => NameOf(entry) == storedName));
        return removed > 0;
    }

    /// <summary>Takes all names from an image: it goes.</summary>
    public bool Forget(Digest manifest)
    {
        int removed = 0;
        ChangeIndex(entries => removed = entries.RemoveAll(entry => entry.Digest == manifest));
        return removed > 0;
    }

    /// <summary>The name of an entry of the index, or null.</summary>
    public static string? NameOf(Descriptor entry) => entry.Annotation(ImageAnnotations.ReferenceName);

    private void ChangeIndex(Action<List<Descriptor>> change) => Guard(() =>
    {
        using SafeFileHandle alone = StoreLock.Wait(Folders.IndexLock, exclusive: true);
        ImageIndex index = ReadIndex();
        byte[] before = ModelWriting.Write(index);
        change(index.Manifests);
        byte[] after = ModelWriting.Write(index);
        if (!before.AsSpan().SequenceEqual(after))
            StoreFile.Replace(Folders.IndexFile, after);
    });

    private static void TakeName(List<Descriptor> entries, string name)
    {
        for (int i = entries.Count - 1; i >= 0; i--)
        {
            if (NameOf(entries[i]) != name)
                continue;
            Descriptor nameless = entries[i].With(Notes(entries[i], null));
            entries.RemoveAt(i);
            if (!entries.Exists(entry => entry.Digest == nameless.Digest))
                entries.Insert(i, nameless);
        }
    }

    private static Dictionary<string, string> Notes(Descriptor manifest, string? name)
    {
        var notes = new Dictionary<string, string>(manifest.Annotations ?? []);
        notes.Remove(ImageAnnotations.ReferenceName);
        if (name is not null)
            notes[ImageAnnotations.ReferenceName] = name;
        return notes;
    }
}
