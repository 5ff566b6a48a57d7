using System.Text;
using PSContainer.Images;

namespace PSContainer.Tests.Images;

/// <summary>Several who write one blob of one store.</summary>
public sealed class BlobWriterRaceTests : IDisposable
{
    private static readonly byte[] s_text = Encoding.UTF8.GetBytes("some content");

    private readonly TemporaryStore _temporary = new();

    private ImageStore Store => _temporary.Store;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Two_who_write_one_blob_write_it_once()
    {
        using StoreHold hold = Store.Hold();
        var expected = Descriptor.Of("text/plain", s_text);
        BlobWriter first = Store.ResumeBlob(hold, expected, default)!;
        Task<BlobWriter?> second = Task.Run(() => Store.ResumeBlob(hold, expected, default));
        first.Write(s_text);
        Assert.False(second.IsCompleted);
        first.Commit("text/plain");
        first.Dispose();
        Assert.Null(second.GetAwaiter().GetResult());
        using var stop = new CancellationTokenSource();
        var other = Descriptor.Of("text/plain", "other"u8);
        using BlobWriter writer = Store.ResumeBlob(hold, other, default)!;
        Task<BlobWriter?> waiting = Task.Run(() => Store.ResumeBlob(hold, other, stop.Token));
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => waiting.GetAwaiter().GetResult());
    }

    [Fact]
    public void Who_comes_while_another_is_done_has_nothing_to_write()
    {
        using StoreHold hold = Store.Hold();
        for (int round = 0; round < 200; round++)
        {
            byte[] text = Encoding.UTF8.GetBytes($"round {round}");
            var expected = Descriptor.Of("text/plain", text);
            using BlobWriter first = Store.ResumeBlob(hold, expected, default)!;
            first.Write(text);
            Task<BlobWriter?> second = Task.Run(() => ComeAgainAndAgain(hold, expected));
            first.Commit("text/plain");
            first.Dispose();
            Assert.Null(second.GetAwaiter().GetResult());
        }

        Assert.Empty(Directory.EnumerateFiles(Store.Folders.Partial));
    }

    // One who does not wait comes at every moment: one of them is between a look and a lock.
    private BlobWriter? ComeAgainAndAgain(StoreHold hold, Descriptor expected)
    {
        while (true)
        {
            try
            {
                return Store.ResumeBlob(hold, expected, new CancellationToken(canceled: true));
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    [Fact]
    public void Who_is_done_leaves_the_next_writers_file_alone()
    {
        using StoreHold hold = Store.Hold();
        var expected = Descriptor.Of("text/plain", s_text);
        BlobWriter first = Store.ResumeBlob(hold, expected, default)!;
        first.Write(s_text);
        first.Commit("text/plain");
        File.Delete(Store.Folders.Blob(expected.Digest));
        using BlobWriter second = Store.ResumeBlob(hold, expected, default)!;
        first.Dispose();
        second.Write(s_text);
        second.Commit("text/plain");
        Assert.True(Store.Contains(expected));
    }
}
