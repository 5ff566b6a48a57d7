namespace PSContainer.Tests.Images;

/// <summary>The folder of a test that has an image store in it.</summary>
internal static class TestFolder
{
    /// <summary>Removes it. What waits for the disk writes a layer's record once more, when nobody waits for it.</summary>
    public static void Remove(string path) =>
        Assert.True(SpinWait.SpinUntil(() => TryRemove(path), TimeSpan.FromSeconds(60)), $"'{path}' cannot be removed");

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
