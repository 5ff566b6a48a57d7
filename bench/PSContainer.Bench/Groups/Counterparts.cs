using PSContainer.Bench.Measuring;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>
/// Launches whose times are to be compared across states of the machine: ours, one of another runtime, which tells how much of a
/// difference is the kernel's, and a plain command, which tells whether the machine was as quick.
/// </summary>
internal sealed class Counterparts
{
    public const string Ours = "pscontainer run";

    /// <summary>What has been measured so far.</summary>
    public Dictionary<string, Samples> Times { get; } = [];

    /// <summary>Measures some more launches of each, by turns.</summary>
    public void Launch(Scene scene, int rounds)
    {
        var contest = new Contest();
        contest.Add(Ours, [Scene.Launcher, "run", "--bundle", scene.FullBundle, "bench-one-more"]);
        contest.Add("crun run", ["crun", "run", "--bundle", scene.FullBundle, "bench-one-more"]);
        contest.Add("/bin/true", [$"{scene.Root}/bin/true"]);
        foreach ((string name, Samples samples) in contest.Run(rounds))
        {
            if (!Times.TryAdd(name, samples))
            {
                Times[name].Add(samples);
            }
        }
    }
}
