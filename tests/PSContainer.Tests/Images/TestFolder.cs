namespace PSContainer.Tests.Images;

/// <summary>The folder of a test that has an image store in it, and its files.</summary>
internal static class TestFolder
{
    /// <summary>Removes it. What waits for the disk writes a layer's record once more, when nobody waits for it.</summary>
    public static void Remove(string path) =>
        Assert.True(SpinWait.SpinUntil(() => TryRemove(path), TimeSpan.FromSeconds(60)), $"'{path}' cannot be removed");

    /// <summary>
    /// Reads a file of a store as the product does: without asking for its lock, which a writer that has been killed, or a process that
    /// was just being started, may still hold for a moment.
    /// </summary>
    public static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    private static bool TryRemove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(path);
        }
    }
}
