using System.Diagnostics;

namespace PSContainer.Bench.Scenes;

/// <summary>
/// A view of the machine in a mount namespace of its own, the same for all that is compared: cgroup version 2 alone (crun
/// refuses machines with both), and a /run in memory, as machines have it, with nobody else's containers in it.
/// </summary>
internal static class PrivateView
{
    /// <summary>The argument that tells the run inside.</summary>
    public const string Mark = "--in-view";

    private const string Script = """
        mount -t tmpfs -o mode=755 tmpfs /run &&
        if [ ! -e /sys/fs/cgroup/cgroup.controllers ]; then
            umount -l -R /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup
        fi &&
        exec "$@"
        """;

    /// <summary>Runs this program again, in the view.</summary>
    public static int RunAgain(string[] arguments)
    {
        string program = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, typeof(PrivateView).Assembly.Location] : [program];
        string[] all = ["--mount", "--propagation", "private", "/bin/sh", "-c", Script, "sh", .. self, Mark, .. arguments];
        using Process process = Process.Start(new ProcessStartInfo("unshare", all))!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
