using System.Diagnostics;

namespace PSContainer.Tests.Logs;

/// <summary>A file system in memory with little room.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    private SmallDisk(string path) => _path = path;

    public static SmallDisk Mount(string path, string size)
    {
        Run("mount", "-t", "tmpfs", "-o", $"size={size},mode=700", "tmpfs", path);
        return new SmallDisk(path);
    }

    public void Grow(string size) => Run("mount", "-o", $"remount,size={size}", _path);

    public void Dispose() => Run("umount", _path);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
