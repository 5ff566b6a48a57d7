namespace PSContainer.Bench.Scenes;

/// <summary>A root file system with nothing but a static busybox.</summary>
internal static class RootFolder
{
    public static void Make(string path)
    {
        string busybox = ((string[])["/bin/busybox", "/usr/bin/busybox"]).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("busybox is missing (Debian: apt-get install busybox-static).");
        foreach (string folder in (string[])["bin", "dev", "etc", "proc", "sys", "tmp"])
        {
            Directory.CreateDirectory($"{path}/{folder}");
        }

        File.Copy(busybox, $"{path}/bin/busybox");
        File.CreateSymbolicLink($"{path}/bin/true", "busybox");
        File.CreateSymbolicLink($"{path}/bin/sleep", "busybox");
    }
}
