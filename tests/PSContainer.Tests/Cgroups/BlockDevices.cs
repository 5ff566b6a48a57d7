namespace PSContainer.Tests.Cgroups;

/// <summary>The block devices of this machine.</summary>
internal static class BlockDevices
{
    public static (int Major, int Minor) First()
    {
        string? numbers = Directory.Exists("/sys/block")
            ? Directory.GetDirectories("/sys/block").Order().Where(static path => !Path.GetFileName(path).StartsWith("loop", StringComparison.Ordinal))
                .Select(static path => File.ReadAllText(path + "/dev").Trim()).FirstOrDefault()
            : null;
        Assert.SkipWhen(numbers is null, "there is no block device here");
        string[] parts = numbers.Split(':');
        return (int.Parse(parts[0], null), int.Parse(parts[1], null));
    }
}
