using System.Runtime.InteropServices;

namespace PSContainer.Tests.Engine;

/// <summary>A home folder for another user, with a runtime folder as pam_systemd makes one: 0700 and the user's own. Removed when disposed.</summary>
internal sealed partial class PrivateFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public PrivateFolder(int user)
    {
        Path = Directory.CreateTempSubdirectory("engine-home-").FullName;
        Directory.CreateDirectory(RuntimeFolder, OwnerOnly);
        Own(Path, user);
        Own(RuntimeFolder, user);
    }

    public string Path { get; }

    public string RuntimeFolder => System.IO.Path.Combine(Path, "run");

    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["HOME"] = Path,
        ["USER"] = "nobody",
        ["XDG_RUNTIME_DIR"] = RuntimeFolder,
        ["XDG_CACHE_HOME"] = null,
        ["XDG_CONFIG_HOME"] = null,
        ["XDG_DATA_HOME"] = null,
        ["TMPDIR"] = null,
    };

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static void Own(string path, int user)
    {
        if (System.Environment.IsPrivilegedProcess && ChangeOwner(path, user, user) != 0)
        {
            throw new IOException($"chown of '{path}': {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, int user, int group);
}
