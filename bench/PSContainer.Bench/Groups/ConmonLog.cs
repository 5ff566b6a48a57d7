using System.Diagnostics;
using PSContainer.Bench.Measuring;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>The same container under conmon, which Podman and CRI-O have as their monitor, with a log in memory of the same size.</summary>
internal static class ConmonLog
{
    private const string Id = "bench-conmon";
    private const int PollMilliseconds = 1;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Where it is; null where it is not installed.</summary>
    public static string? Find() => ((string[])["/usr/bin/conmon", "/usr/libexec/podman/conmon"]).FirstOrDefault(File.Exists);

    /// <summary>Bytes of output a second, while the bundle's command writes so many.</summary>
    public static double Speed(string conmon, string bundle, long bytes)
    {
        string folder = Directory.CreateDirectory("/run/pscontainer-bench-conmon").FullName;
        try
        {
            Require(conmon, "-c", Id, "-u", Id, "-n", Id, "-r", Scene.Launcher, "-b", bundle, "-p", $"{folder}/pid", "--exit-dir", folder, "--socket-dir-path", folder,
                "-l", $"k8s-file:{folder}/log", "--log-size-max", "8388608");

            // It makes the container by itself, when the one that was started has gone already.
            SpinWait.SpinUntil(() => File.Exists($"{folder}/pid"), s_patience);
            long start = Stopwatch.GetTimestamp();
            Require(Scene.Launcher, "start", Id);
            while (!File.Exists($"{folder}/{Id}"))
            {
                Thread.Sleep(PollMilliseconds);
            }

            return bytes / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            _ = NativeCommand.Capture(Scene.Launcher, "delete", "--force", Id);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Require(params string[] command)
    {
        (int code, string output) = NativeCommand.Capture(command);
        if (code != 0)
        {
            throw new InvalidOperationException(output);
        }
    }
}
