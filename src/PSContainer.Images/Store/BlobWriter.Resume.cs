using System.Buffers;
using Microsoft.Win32.SafeHandles;
using PSContainer.State;
using static Tmds.Linux.LibC;

namespace PSContainer.Images;

internal sealed partial class BlobWriter
{
    private const int BlockSize = 256 << 10;

    /// <summary>Begins a known one, or goes on with it; null where it is there.</summary>
    internal static BlobWriter? Resume(ImageStore store, Descriptor expected, CancellationToken cancel)
    {
        string path = store.Folders.Download(expected.Digest);
        while (!store.Contains(expected))
        {
            SafeFileHandle file = StoreLock.Wait(path, exclusive: true, cancel);
            var writer = new BlobWriter(store, file, path, expected, expected.Size, expected.Digest.ToString());
            if (!writer.IsReady(cancel))
                continue;
            // Its writer may have been done between the look and the lock; who has the lock is the only one who could be from now on.
            if (!store.Contains(expected))
                return writer;
            writer._isDropped = true;
            writer.Dispose();
        }

        return null;
    }

    // False where its writer has given it its name meanwhile, or dropped it.
    private bool IsReady(CancellationToken cancel)
    {
        try
        {
            FileStatus own = DirectoryHandle.StatusOf((int)_file.DangerousGetHandle(), _path);
            bool isNamed = DirectoryHandle.TryStatusOf(_path, out FileStatus named) == 0 && named.IsSameFile(own);
            if (isNamed)
                Load(cancel);
            else
                Dispose();
            return isNamed;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    // What a predecessor wrote may be damaged: its bytes go through the hash like all others.
    private void Load(CancellationToken cancel)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            for (int count; (count = RandomAccess.Read(_file, block, Length)) > 0; Length += count)
            {
                cancel.ThrowIfCancellationRequested();
                _hash.AppendData(block, 0, count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        if (Length > _expected!.Size)
            Restart();
        else
            _ = lseek((int)_file.DangerousGetHandle(), Length, SEEK_SET);
    }
}
