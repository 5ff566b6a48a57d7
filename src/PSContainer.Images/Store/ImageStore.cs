using System.Text;
using PSContainer.Errors;

namespace PSContainer.Images;

/// <summary>
/// The images of a user: an OCI image layout with the blobs of all images, each once, and the folders of what is made of them.
/// Safe for many threads and processes at once; whatever ends one of them at whatever moment, what has a name is whole.
/// </summary>
/// <param name="path">The store's folder; it is made when something is written.</param>
internal sealed partial class ImageStore(string path)
{
    internal const string LayoutText = """{"imageLayoutVersion":"1.0.0"}""";

    /// <summary>Where things lie.</summary>
    public StoreFolders Folders { get; } = new(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));

    /// <summary>Empties a folder in which files belong to other ids of a user namespace; null where nobody can.</summary>
    public Action<string>? EmptyForeign { get; init; }

    /// <summary>The store's folder.</summary>
    public string Path => Folders.Root;

    /// <summary>Whether there is a store.</summary>
    /// <exception cref="ContainerException"><c>Image.Store.NotPrivate</c>: others may write in it.</exception>
    public bool Exists => StoreRoot.Exists(Path) && File.Exists(Folders.LayoutFile);

    /// <summary>Makes the store where there is none, and keeps what is in it, and what is added, until the hold is disposed of.</summary>
    /// <param name="cancel">Ends the wait for one who removes what is not used.</param>
    /// <exception cref="ContainerException"><c>Image.Store.…</c></exception>
    public StoreHold Hold(CancellationToken cancel = default) => Guard(() =>
    {
        Make();
        return new StoreHold(this, StoreLock.Wait(Folders.HoldLock, exclusive: false, cancel));
    });

    /// <summary>Turns the failure of a kernel call into one of the store.</summary>
    internal T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (LinuxException error)
        {
            throw StoreErrors.CannotUse(Path, error);
        }
    }

    /// <inheritdoc cref="Guard{T}(Func{T})"/>
    internal void Guard(Action action) => Guard(() =>
    {
        action();
        return 0;
    });

    private void Make()
    {
        if (Exists)
            return;
        StoreRoot.Make(Folders);
        using (StoreLock.Wait(Folders.IndexLock, exclusive: true))
        {
            if (!File.Exists(Folders.IndexFile))
                StoreFile.Replace(Folders.IndexFile, ModelWriting.Write(new ImageIndex()));

            // Written last: it says that the rest is there.
            if (!File.Exists(Folders.LayoutFile))
                StoreFile.Replace(Folders.LayoutFile, Encoding.UTF8.GetBytes(LayoutText));
        }
    }
}
