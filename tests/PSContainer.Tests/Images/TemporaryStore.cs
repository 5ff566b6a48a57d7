using PSContainer.Errors;
using PSContainer.Images;

namespace PSContainer.Tests.Images;

/// <summary>An image store of a test's own, with a folder beside it for files; gone after the test.</summary>
internal sealed class TemporaryStore : IDisposable
{
    public TemporaryStore()
    {
        Folder = Directory.CreateTempSubdirectory("pscontainer-images-").FullName;
        Store = new ImageStore($"{Folder}/store");
    }

    /// <summary>What holds the store and all else that a test makes.</summary>
    public string Folder { get; }

    public ImageStore Store { get; }

    public string PathOf(string name) => $"{Folder}/{name}";

    /// <summary>The files in which blobs are, or what is on the way to be one.</summary>
    public string[] BlobFiles => !Directory.Exists(Store.Path) ? [] :
        [.. Directory.GetFiles(Store.Folders.Blobs, "*", SearchOption.AllDirectories), .. Directory.GetFiles(Store.Folders.Partial)];

    public IReadOnlyList<ContainerImage> Import(string path, ImportOptions? options = null) => new ImageImporter(Store, options ?? new()).Import(path);

    public IReadOnlyList<ContainerImage> Import(byte[] archive, ImportOptions? options = null) =>
        new ImageImporter(Store, options ?? new()).Import(new MemoryStream(archive), "The archive");

    /// <summary>The error of an import that must fail, after which nothing is in the store.</summary>
    public ContainerException Refused(byte[] archive, ImportOptions? options = null)
    {
        var error = Assert.Throws<ContainerException>(() => Import(archive, options));
        AssertNothingLeft();
        return error;
    }

    public void AssertNothingLeft()
    {
        Assert.Empty(Store.Images());
        Assert.Empty(BlobFiles);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
