using PSContainer.Bench.Groups;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench;

/// <summary>What the command line asks for.</summary>
internal sealed class BenchOptions
{
    private readonly List<string> _groups = [];

    /// <summary>How often each peer is launched.</summary>
    public int Launches { get; private set; } = 200;

    /// <summary>Whether this is the run inside the view of the machine that <see cref="PrivateView"/> makes.</summary>
    public bool InView { get; private set; }

    public static string Usage =>
        $"usage: PSContainer.Bench [--launches N] [GROUP...]    groups: {string.Join(", ", MeasuredGroup.All.Select(g => g.Name))}";

    public static bool TryParse(string[] arguments, out BenchOptions options)
    {
        options = new BenchOptions();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (!options.Take(arguments[i], i + 1 < arguments.Length ? arguments[i + 1] : null, out bool both))
            {
                return false;
            }

            i += both ? 1 : 0;
        }

        return true;
    }

    public bool Wants(string group) => _groups.Count == 0 || _groups.Contains(group);

    private bool Take(string word, string? next, out bool both)
    {
        both = word == "--launches";
        if (both)
        {
            bool valid = int.TryParse(next, out int launches) && launches > 0;
            Launches = launches;
            return valid;
        }

        if (word == PrivateView.Mark)
        {
            return InView = true;
        }

        _groups.Add(word);
        return MeasuredGroup.All.Any(g => g.Name == word);
    }
}
