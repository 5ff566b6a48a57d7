using System.Text;
using PSContainer.Errors;
using PSContainer.Images;

namespace PSContainer.Tests.Images;

/// <summary>Blobs that are written: each has its name once it is whole, and what was interrupted is gone on with.</summary>
public sealed class BlobWriterTests : IDisposable
{
    private static readonly byte[] s_text = Encoding.UTF8.GetBytes("some content");

    private readonly TemporaryStore _temporary = new();

    private ImageStore Store => _temporary.Store;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_blob_has_a_name_only_once_it_is_whole()
    {
        using StoreHold hold = Store.Hold();
        var expected = Descriptor.Of("text/plain", s_text);
        using (BlobWriter writer = Store.CreateBlob(hold, 100, "It"))
        {
            writer.Write(s_text);
            Assert.False(Store.Contains(expected));
            Assert.Equal(expected.Digest, writer.Commit("text/plain").Digest);
        }

        Assert.True(Store.Contains(expected));
        Assert.Equal(s_text, Store.ReadBlob(expected));
        using (BlobWriter writer = Store.CreateBlob(hold, 100, "It"))
            writer.Write("dropped"u8);
        Assert.Single(_temporary.BlobFiles);
    }

    [Fact]
    public void What_is_longer_or_other_than_it_should_be_is_not_kept()
    {
        using StoreHold hold = Store.Hold();
        var expected = Descriptor.Of("text/plain", s_text);
        Refused("Image.Blob.TooLarge", () => Store.CreateBlob(hold, 5, "It"), s_text);
        Refused("Image.Blob.SizeMismatch", () => Store.ResumeBlob(hold, expected, default)!, Encoding.UTF8.GetBytes("some content and more"));
        Refused("Image.Blob.DigestMismatch", () => Store.ResumeBlob(hold, expected, default)!, Encoding.UTF8.GetBytes("same content"));
        Assert.Empty(_temporary.BlobFiles);
    }

    [Fact]
    public void An_interrupted_blob_is_gone_on_with()
    {
        using StoreHold hold = Store.Hold();
        var expected = Descriptor.Of("text/plain", s_text);
        using (BlobWriter writer = Store.ResumeBlob(hold, expected, default)!)
            writer.Write(s_text.AsSpan(0, 5));
        using (BlobWriter writer = Store.ResumeBlob(hold, expected, default)!)
        {
            Assert.Equal(5, writer.Length);
            writer.Write(s_text.AsSpan(5));
            writer.Commit("text/plain");
        }

        Assert.Equal(s_text, Store.ReadBlob(expected));
        Assert.Null(Store.ResumeBlob(hold, expected, default));
    }

    [Fact]
    public void A_blob_that_ends_too_early_waits_for_its_rest()
    {
        using StoreHold hold = Store.Hold();
        var expected = Descriptor.Of("text/plain", s_text);
        using (BlobWriter writer = Store.ResumeBlob(hold, expected, default)!)
        {
            writer.Write(s_text.AsSpan(0, 5));
            Assert.Equal("Image.Blob.SizeMismatch", Assert.Throws<ContainerException>(() => writer.Commit("text/plain")).ErrorId);
        }

        using BlobWriter next = Store.ResumeBlob(hold, expected, default)!;
        Assert.Equal(5, next.Length);
    }

    [Fact]
    public void What_a_predecessor_left_is_hashed_with_the_rest()
    {
        using StoreHold hold = Store.Hold();
        var expected = Descriptor.Of("text/plain", s_text);
        File.WriteAllText(Store.Folders.Download(expected.Digest), "SOME ");
        using (BlobWriter writer = Store.ResumeBlob(hold, expected, default)!)
        {
            writer.Write(s_text.AsSpan(5));
            Assert.Equal("Image.Blob.DigestMismatch", Assert.Throws<ContainerException>(() => writer.Commit("text/plain")).ErrorId);
        }

        // Nothing of it is left to go wrong a second time.
        using BlobWriter next = Store.ResumeBlob(hold, expected, default)!;
        Assert.Equal(0, next.Length);
        next.Write("xx"u8);
        next.Restart();
        next.Write(s_text);
        next.Commit("text/plain");
    }

    private static void Refused(string id, Func<BlobWriter> create, byte[] content)
    {
        using BlobWriter writer = create();
        Assert.Equal(id, Assert.Throws<ContainerException>(() =>
        {
            writer.Write(content);
            writer.Commit("");
        }).ErrorId);
    }
}
