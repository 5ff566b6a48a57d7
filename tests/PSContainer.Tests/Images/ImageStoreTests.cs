using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using PSContainer.Images;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Images;

/// <summary>The image store: names, what is collected as garbage and what is not, sizes, damage.</summary>
public sealed class ImageStoreTests : IDisposable
{
    private readonly TemporaryStore _temporary = new();

    private ImageStore Store => _temporary.Store;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_store_that_is_not_there_has_no_images_and_is_not_made_by_looking()
    {
        Assert.Empty(Store.Images());
        Assert.False(Store.TryCollect());
        Assert.False(Directory.Exists(Store.Path));
    }

    [Fact]
    public void Ext4_puts_the_folders_of_containers_apart()
    {
        Store.Hold().Dispose();
        Assert.SkipUnless(Outcome.Of("stat", "-fc", "%T", Store.Path).Output.Trim() == "ext2/ext3", "The store is on another file system, which has no such hint.");
        Assert.Contains('T', Outcome.Of("lsattr", "-d", Store.Folders.Containers).Output.Split(' ')[0]);
    }

    [Fact]
    public void A_name_is_of_one_image_and_an_image_has_many_names()
    {
        Descriptor one = Import("one"), two = Import("two");
        Assert.Equal(["docker.io/library/one:latest", "docker.io/library/two:latest"], Store.Images().Select(image => image.Name));
        using StoreHold hold = Store.Hold();
        Store.Tag(hold, one, ImageReference.Parse("both"));
        Store.Tag(hold, two, ImageReference.Parse("both"));
        Assert.Equal(["one:latest", "two:latest", "both:latest"], Store.Images().Select(image => image.ToString()));
        Assert.Equal(two.Digest.ToString(), Store.Find(ImageReference.Parse("both"))!.Digest);
        Store.Tag(hold, two, ImageReference.Parse("one"));

        // The image that was 'one' has no name any more, and is still there.
        Assert.Equal(4, Store.Images().Count());
        Assert.Equal(one.Digest.ToString(), Store.Images().Single(image => image.Name.Length == 0).Digest);
        Assert.Equal(two.Digest.ToString(), Store.Find(ImageReference.Parse("one@" + two.Digest))!.Digest);
        Assert.Null(Store.Find(ImageReference.Parse("other@" + two.Digest)));
    }

    [Fact]
    public void What_no_image_has_is_collected()
    {
        Descriptor one = Import("one", "shared"), two = Import("two", "shared");
        Assert.NotEqual(one.Digest, two.Digest);
        int files = _temporary.BlobFiles.Length;
        Assert.Equal(5 + 2, files);
        Store.Untag("docker.io/library/one:latest");
        Assert.True(Store.TryCollect());
        Assert.Equal(4, _temporary.BlobFiles.Length);
        Assert.Null(Store.Images().Single().Problem);
        Store.Untag("docker.io/library/two:latest");
        Store.TryCollect();
        _temporary.AssertNothingLeft();
    }

    [Fact]
    public void Nothing_is_collected_that_somebody_holds()
    {
        Import("one");
        int files = _temporary.BlobFiles.Length;
        using (StoreHold hold = Store.Hold())
        {
            Store.Untag("docker.io/library/one:latest");
            Assert.False(Store.TryCollect());
            Assert.Equal(files, _temporary.BlobFiles.Length);
        }

        // The last who lets go does it.
        _temporary.AssertNothingLeft();
    }

    [Fact]
    public void What_a_container_is_of_stays()
    {
        Descriptor one = Import("one");
        SafeFileHandle lease;
        using (StoreHold hold = Store.Hold())
            lease = Store.ReserveContainer(hold, "abc123", one.Digest, _temporary.Store.Path);
        int files = _temporary.BlobFiles.Length;
        Directory.CreateDirectory(Store.Folders.Layer(Digest.Parse(Store.Images().Single().Layers[0].DiffId)));
        Directory.CreateDirectory(Store.Folders.Layer(Digest.Of("no layer"u8)));
        Assert.Equal(("abc123", one.Digest), Store.Uses().Single());
        Store.Forget(one.Digest);
        Assert.True(Store.TryCollect());
        Assert.Equal(files, _temporary.BlobFiles.Length);
        Assert.Single(Directory.GetDirectories(Store.Folders.Layers));

        // Nobody makes it any more, and there is none.
        lease.Dispose();
        Assert.True(Store.TryCollect());
        Assert.Empty(Store.Uses());
        Assert.True(Store.TryCollect());
        _temporary.AssertNothingLeft();
        Assert.Empty(Directory.GetDirectories(Store.Folders.Layers));
        Assert.Empty(Directory.GetDirectories(Store.Folders.Trash));
    }

    [Fact]
    public void Sizes_are_those_that_are_shared_and_those_that_are_not()
    {
        Import("one", "shared");
        Import("two", "shared");
        ContainerImage one = Store.Find(ImageReference.Parse("one"))!;
        long shared = one.Layers.Single(layer => layer.Digest == Store.Find(ImageReference.Parse("two"))!.Layers[0].Digest).Size;
        Assert.Equal(shared, one.SharedSize);
        Assert.Equal(one.Size - shared, one.OwnSize);
        Assert.Equal(one.Size, _temporary.Store.Images().First().Blobs().Sum(blob => new FileInfo(Store.Folders.Blob(blob.Digest)).Length));
        using (StoreHold hold = Store.Hold())
            Store.Tag(hold, one.Manifest, ImageReference.Parse("again"));
        Assert.All(Store.Images(), image => Assert.Equal(shared, image.SharedSize));
        Store.Untag("docker.io/library/two:latest");
        Assert.All(Store.Images(), image => Assert.Equal(image.Size, image.OwnSize));
    }

    [Fact]
    public void A_damaged_image_is_listed_and_says_what_is_wrong()
    {
        Descriptor one = Import("one");
        Import("two");
        File.WriteAllText(Store.Folders.Blob(one.Digest), "{}");
        Assert.Contains("bytes", Store.Images().First().Problem, StringComparison.Ordinal);
        File.Delete(Store.Folders.Blob(one.Digest));
        Assert.Contains("not in the image store", Store.Images().First().Problem, StringComparison.Ordinal);
        Assert.Null(Store.Images().Last().Problem);
        Assert.True(Store.TryCollect());
        Assert.Null(Store.Images().Last().Problem);
    }

    [Fact]
    public void With_a_damaged_index_nothing_is_removed()
    {
        Import("one");
        int files = _temporary.BlobFiles.Length;
        File.WriteAllText(Store.Folders.IndexFile, "{\"manifests\":[");
        Assert.Equal("Image.Manifest.Invalid", Assert.Throws<ContainerException>(() => Store.TryCollect()).ErrorId);
        Assert.Throws<ContainerException>(() => Store.Images());
        Assert.Equal(files, _temporary.BlobFiles.Length);
    }

    [Fact]
    public void A_store_that_others_may_write_to_is_refused()
    {
        Import("one");
        File.SetUnixFileMode(Store.Path, (UnixFileMode)0x1FF);
        Assert.Equal("Image.Store.NotPrivate", Assert.Throws<ContainerException>(() => Store.Images()).ErrorId);
        Assert.Throws<ContainerException>(() => Store.Hold());
    }

    [Fact]
    public void Many_may_tag_at_once()
    {
        Descriptor one = Import("one");
        Parallel.For(0, 40, new() { MaxDegreeOfParallelism = 8 }, i =>
        {
            using StoreHold hold = new ImageStore(Store.Path).Hold();
            Store.Tag(hold, one, ImageReference.Parse($"many:{i}"));
        });
        Assert.Equal(41, Store.Images().Count());
        Parallel.For(0, 40, new() { MaxDegreeOfParallelism = 8 }, i => Assert.True(Store.Untag($"docker.io/library/many:{i}")));
        Assert.Equal("one:latest", Store.Images().Single().ToString());
    }

    [Theory]
    [InlineData(0u, false, "/x", "/root", "/var/lib/pscontainer")]
    [InlineData(0u, true, "/x/", "/root", "/x/pscontainer")]
    [InlineData(1000u, false, "/x", "/home/me", "/x/pscontainer")]
    [InlineData(1000u, false, "relative", "/home/me", "/home/me/.local/share/pscontainer")]
    [InlineData(1000u, false, null, "/home/me", "/home/me/.local/share/pscontainer")]
    public void The_folder_is_the_users(uint uid, bool inNamespace, string? data, string? home, string expected) =>
        Assert.Equal(expected, StoreRoot.Choose(uid, inNamespace, data, home));

    [Fact]
    public void Who_has_no_home_is_told_so() =>
        Assert.Equal("Image.Store.NoFolder", Assert.Throws<ContainerException>(() => StoreRoot.Choose(1000, false, null, null)).ErrorId);

    // An image of a layer of its own, and one more.
    private Descriptor Import(string name, string? shared = null)
    {
        byte[][] layers = [.. shared is null ? [] : (byte[][])[TestArchive.Layer("shared", shared)], TestArchive.Layer("own", name)];
        return _temporary.Import(TestArchive.Docker(name, layers)).Single().Manifest;
    }
}
