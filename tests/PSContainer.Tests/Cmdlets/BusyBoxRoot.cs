using System.Diagnostics;

namespace PSContainer.Tests.Cmdlets;

/// <summary>A small root file system of the machine's static busybox, for one test; removed when disposed.</summary>
internal sealed class BusyBoxRoot : IDisposable
{
    private const string BusyBox = "/usr/bin/busybox";
    private const UnixFileMode Open =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly string[] s_folders = ["bin", "etc", "dev", "proc", "sys", "tmp", "mnt"];

    public BusyBoxRoot()
    {
        Assert.SkipUnless(File.Exists(BusyBox) && IsStatic(), "needs a static busybox (Debian: busybox-static)");
        Folder = Directory.CreateTempSubdirectory("busybox-").FullName;
        File.SetUnixFileMode(Folder, Open);
        Path = System.IO.Path.Combine(Folder, "root");
        foreach (string folder in s_folders)
        {
            Directory.CreateDirectory(System.IO.Path.Combine(Path, folder));
        }

        File.Copy(BusyBox, $"{Path}/bin/busybox");
        foreach (string applet in new[] { "sh", "cat", "ls", "id", "hostname", "mount", "ps", "sleep", "touch", "true", "echo", "pwd", "stat" })
        {
            File.CreateSymbolicLink($"{Path}/bin/{applet}", "busybox");
        }

        File.WriteAllText($"{Path}/etc/passwd", "root:x:0:0::/root:/bin/sh\nweb:x:33:44::/:/bin/sh\n");
        File.WriteAllText($"{Path}/etc/group", "root:x:0:\nweb:x:44:\nmore:x:55:web\n");
    }

    /// <summary>The root.</summary>
    public string Path { get; }

    /// <summary>What holds the root and nothing else: what is made here was made outside.</summary>
    public string Folder { get; }

    public override string ToString() => Path;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // A dynamic one needs libraries that the root does not have.
    private static bool IsStatic()
    {
        using var ldd = Process.Start(new ProcessStartInfo("ldd", [BusyBox]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        ldd.WaitForExit();
        return ldd.ExitCode != 0;
    }
}
