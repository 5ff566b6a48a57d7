using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Layers;
using PSContainer.Protocol;
using static Tmds.Linux.LibC;

namespace PSContainer.Images;

/// <summary>
/// A layer's folder in the store: one folder in it for each way in which the layer was unpacked, with the files in <c>fs</c>. Each has its
/// name only once it is whole.
/// </summary>
internal sealed class LayerFolder(ImageStore store, Digest diffId, LayerOwners owners, LauncherImage launcher)
{
    private const string DraftPrefix = ".new-";

    private string Home => store.Folders.Layer(diffId);

    /// <summary>Finds the layer, as it has to be above certain others.</summary>
    /// <param name="below">The digests of the layers below, the lowest first.</param>
    public UnpackedLayer? Find(IReadOnlyList<Digest> below)
    {
        foreach (string name in (ReadOnlySpan<string>)[owners.Key, Special(below)])
        {
            if (LayerRecord.TryRead($"{Home}/{name}") is { Facts: { } facts } record && (below.Count > 0 || name != owners.Key || !facts.HasMarks))
                return new UnpackedLayer(diffId, $"{Home}/{name}/fs", facts, IsSettled: record.Boot is null);
        }

        return null;
    }

    /// <summary>Waits until nobody else is unpacking it, and removes what one who was interrupted left.</summary>
    public SafeFileHandle Lock(CancellationToken cancel)
    {
        StoreFile.MakeFolder(Home);
        SafeFileHandle handle = StoreFile.Open(Home, O_RDONLY | O_DIRECTORY);
        try
        {
            while (!StoreLock.TryTake(handle, exclusive: true, Home))
            {
                cancel.ThrowIfCancellationRequested();
                Thread.Sleep(5);
            }

            foreach (string draft in Directory.EnumerateDirectories(Home, DraftPrefix + "*").ToList())
                Remove(draft);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Makes a folder to unpack into.</summary>
    /// <returns>Its path; the files are to come into <c>fs</c> in it.</returns>
    public string MakeDraft()
    {
        string draft = $"{Home}/{DraftPrefix}{Guid.NewGuid():N}";
        StoreFile.MakeFolder(draft);
        StoreFile.MakeFolder($"{draft}/fs");
        File.SetUnixFileMode($"{draft}/fs", (UnixFileMode)0b111_101_101);
        return draft;
    }

    /// <summary>Gives a draft its name.</summary>
    public UnpackedLayer Publish(string draft, UnpackResult facts, IReadOnlyList<Digest> below, bool usedLower)
    {
        bool isSpecial = usedLower || (below.Count == 0 && facts.IsForLowest);
        string path = $"{Home}/{(isSpecial ? Special(below) : owners.Key)}";
        new LayerRecord { Facts = facts, Boot = LayerRecord.ThisBoot }.Write(draft);
        if (Directory.Exists(path))
            Directory.Move(path, $"{Home}/{DraftPrefix}{Guid.NewGuid():N}");
        StoreFile.Rename(draft, path);
        return new UnpackedLayer(diffId, $"{path}/fs", facts, IsSettled: false);
    }

    /// <summary>Removes a draft, whoever owns what is in it.</summary>
    public void Remove(string draft)
    {
        if (owners.IdMap is not null && Directory.Exists($"{draft}/fs"))
        {
            LayerProcess.Run(launcher, new LayerRequest { Action = LayerAction.Empty, Folder = $"{draft}/fs", IdMap = owners.IdMap });
        }

        string trash = $"{store.Folders.Trash}/{Guid.NewGuid():N}";
        StoreFile.MakeFolder(store.Folders.Trash);
        Directory.Move(draft, trash);
        StoreTrash.Empty(store.Folders.Trash);
    }

    // Where it depends on what is below: for all that lie on the same layers, or as the lowest.
    private string Special(IReadOnlyList<Digest> below)
    {
        const int Digits = 24;
        string chain = string.Join(' ', below);
        return below.Count == 0 ? $"{owners.Key}+lowest" : $"{owners.Key}+{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(chain)))[..Digits]}";
    }
}
