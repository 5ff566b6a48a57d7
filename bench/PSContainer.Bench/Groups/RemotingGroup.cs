using System.Globalization;
using PSContainer.Bench.Measuring;
using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>Sessions, pools and byte pipelines of containers in a real pwsh, beside the same without containers: see remoting.ps1.</summary>
internal sealed class RemotingGroup : MeasuredGroup
{
    private const double StartLimit = 1.15;
    private const double CallLimit = 1.1;
    private const double PoolLimit = 0.1;

    // Of the shell's throughput, 80 %.
    private const double BytesLimit = 1.25;

    public override string Name => "remoting";

    public override void Measure(Scene scene, BenchOptions options, Report report)
    {
        if (Scene.Pwsh is not { } pwsh)
        {
            report.Note("sessions: there is no pwsh on the PATH");
            return;
        }

        string output = $"{scene.Folder}/remoting.txt";
        string script = Path.Combine(AppContext.BaseDirectory, "remoting.ps1");
        (int code, string text) = NativeCommand.Capture(
            pwsh, "-NoProfile", "-NonInteractive", "-File", script, Scene.Module, options.Launches.ToString(CultureInfo.InvariantCulture), output);
        if (code != 0)
        {
            throw new InvalidOperationException(text);
        }

        Tell(Read(output), report);
    }

    private static Dictionary<string, Samples> Read(string file)
    {
        var times = new Dictionary<string, Samples>();
        foreach (string[] line in File.ReadLines(file).Select(static line => line.Split('\t')))
        {
            times.TryAdd(line[0], new Samples());
            times[line[0]].Add(double.Parse(line[1], CultureInfo.InvariantCulture));
        }

        return times;
    }

    private static void Tell(Dictionary<string, Samples> times, Report report)
    {
        report.Title("Sessions, pools and pipelines in pwsh, beside the same without containers");
        Pair("New-ContainerSession and the first result", "start container", "a process of its own and the first result", "start process", StartLimit);
        Pair("a call in a session to a container", "call container", "a call in one to a process", "call process", CallLimit);
        Pair("100 inputs through a pool of 4 containers", "pool", "through a container for each, 4 at a time", "isolated", PoolLimit);
        Pair("2 GB from one container to another", "bytes containers", "the same two commands in a shell's pipe", "bytes shell", BytesLimit);

        void Pair(string name, string key, string peerName, string peer, double limit)
        {
            report.Time(name, times[key], new Comparison("that", times[peer], limit));
            report.Time(peerName, times[peer]);
        }
    }
}
