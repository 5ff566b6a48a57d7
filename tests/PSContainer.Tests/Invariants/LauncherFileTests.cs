using System.Security.Cryptography;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Tests.Cmdlets;
using PSContainer.Tests.Engine;
using Tmds.Linux;

namespace PSContainer.Tests.Invariants;

/// <summary>Invariant 1: nothing inside can write a host binary, the launcher included (CVE-2019-5736).</summary>
public sealed class LauncherFileTests : IDisposable
{
    // The launcher prints its version in a millisecond: the thief has to look just then.
    private const int Tries = 500;

    private readonly string _launcher = CopyOfLauncher();

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_launcher)!, recursive: true);

    [Theory]
    [InlineData("/proc/self/exe", "--version")]
    [InlineData("/bin/script", "--version")]
    public void The_launcher_on_disk_cannot_be_written_by_one_who_keeps_its_image(params string[] command)
    {
        using var bundle = new Bundle(_launcher);
        Script(bundle.Root);
        string id = bundle.RunDetached("sh", "-c", "exec attacks steal >/tmp/log");
        Await($"{bundle.Root}/tmp/log", "ready");
        for (int i = 0; i < Tries && !Log(bundle).Contains("stolen", StringComparison.Ordinal); i++)
        {
            bundle.Exec(id, command);
        }

        Await($"{bundle.Root}/tmp/log", "\n", after: "stolen\n");
        Assert.Matches("open for writing: EROFS|open for writing: ETXTBSY|write: EPERM", Log(bundle));
        Assert.Equal(Hash(BuildPaths.Launcher), Hash(_launcher));
    }

    [Fact]
    public void The_image_of_an_init_can_neither_be_written_nor_made_writable()
    {
        using var idle = LaunchedContainer.Idle();
        string image = $"/proc/{idle.State.Pid}/exe";
        Assert.Throws<IOException>(() => File.OpenHandle(image, FileMode.Open, FileAccess.Write).Dispose());
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: others' launchers are sealed in memory");
        Assert.Equal("EINVAL", TryMakeWritable(image));
        Assert.Throws<IOException>(() => File.OpenHandle(image, FileMode.Open, FileAccess.Write).Dispose());
    }

    // What one inside who may mount things could do with the mount that its process 1 was executed from.
    private static unsafe string TryMakeWritable(string image)
    {
        fixed (byte* path = new CString(image))
        {
            int file = LinuxException.Check(LibC.open(path, LibC.O_PATH | LibC.O_CLOEXEC), "open", image);
            var attributes = new Interop.Interop.MountAttr { Clear = Interop.Interop.MOUNT_ATTR_RDONLY };
            int result = Interop.Interop.MountSetAttr(file, 0, &attributes);
            string error = Errno.Name(result < 0 ? LibC.errno : 0);
            _ = LibC.close(file);
            return error;
        }
    }

    private static void Script(string root)
    {
        File.WriteAllText($"{root}/bin/script", "#!/proc/self/exe\n");
        File.SetUnixFileMode($"{root}/bin/script", (UnixFileMode)0b111_101_101);
    }

    private static string Log(Bundle bundle) => File.ReadAllText($"{bundle.Root}/tmp/log");

    private static void Await(string file, string text, string after = "")
    {
        bool Seen() => File.Exists(file) && File.ReadAllText(file) is var log && log.IndexOf(after, StringComparison.Ordinal) is >= 0 and var start
            && log.IndexOf(text, start + after.Length, StringComparison.Ordinal) >= 0;
        Assert.True(SpinWait.SpinUntil(Seen, TimeSpan.FromSeconds(60)), $"'{text}' did not come: {(File.Exists(file) ? File.ReadAllText(file) : "no log")}");
    }

    private static string CopyOfLauncher()
    {
        string copy = Path.Combine(Directory.CreateTempSubdirectory("pscontainer-launcher-").FullName, "pscontainer");
        File.Copy(BuildPaths.Launcher, copy);
        return copy;
    }

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
