using System.Runtime.Versioning;
using PSContainer.State;

[assembly: SupportedOSPlatform("linux")]

namespace PSContainer.Tests.State;

/// <summary>A state folder of a test's own, in memory where there is such a place, gone after the test.</summary>
internal sealed class TemporaryRoot : IDisposable
{
    private static readonly string s_base = Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath();

    public TemporaryRoot()
    {
        Path = System.IO.Path.Combine(s_base, $"pscontainer-test-{Guid.NewGuid():N}");
        Store = new StateStore(StateRoot.At(Path));
    }

    public string Path { get; }

    public StateStore Store { get; }

    public string PathOf(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>A container with a state on disk, whose owner has ended.</summary>
    public ContainerState Add(string id, string? name = null, ContainerStatus status = ContainerStatus.Stopped)
    {
        var state = new ContainerState(id) { Name = name, Status = status };
        using ContainerFolder folder = Store.Reserve(id, name);
        folder.Write(state);
        return state;
    }

    /// <summary>A container's folder with any content for a state.</summary>
    public void AddRaw(string id, byte[] state)
    {
        Store.Reserve(id).Dispose();
        File.WriteAllBytes(PathOf(id, "state.json"), state);
    }

    /// <summary>Makes the folder of a container look older than any reservation that is under way.</summary>
    public static void WaitUntilOld(string folder)
    {
        // ctime cannot be set: a reservation counts as recent for two seconds.
        while (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) < TimeSpan.FromSeconds(3.1))
        {
            Thread.Sleep(50);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Directory.Delete(Path, recursive: true);
        }
    }
}
