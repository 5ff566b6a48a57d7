using PSContainer.Images;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>
/// The image that a container was made of last: another one of the same name needs no look at manifest, configuration and layers, as
/// long as the store's index is the same. That the layers are still there is seen to under the store's lock, for each container.
/// </summary>
internal static class OpenedImages
{
    private static Entry? s_last;

    /// <summary>What is known of a name; null where it has to be looked up.</summary>
    public static LaunchImage? Find(ImageStore store, string name) =>
        s_last is { } last && last.Store == store.Path && last.Name == name && Stamp(store) is { } now && now == last.Index ? last.Image : null;

    /// <summary>The state of a store's index, to be asked before it is read; null where there is none.</summary>
    public static FileStatus? Stamp(ImageStore store) => DirectoryHandle.TryStatusOf(store.Folders.IndexFile, out FileStatus status) == 0 ? status : null;

    /// <summary>Keeps an image.</summary>
    public static void Keep(ImageStore store, string name, FileStatus? index, LaunchImage image) =>
        s_last = index is { } stamp ? new Entry(store.Path, name, stamp, image) : null;

    private sealed record Entry(string Store, string Name, FileStatus Index, LaunchImage Image);
}
