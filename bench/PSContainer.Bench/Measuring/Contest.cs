namespace PSContainer.Bench.Measuring;

/// <summary>Peers that are measured by turns, so that whatever else the machine does hits all of them equally.</summary>
internal sealed class Contest
{
    private readonly List<(string Name, Func<double> Run, Samples Samples)> _peers = [];

    /// <summary>Peers that cannot be measured here, and why.</summary>
    public List<string> Absent { get; } = [];

    /// <summary>Adds a command line, when it works here.</summary>
    public void Add(string name, string[] arguments)
    {
        (int code, string output) = Try(arguments);
        if (code == 0)
        {
            Add(name, new NativeCommand(arguments).Run);
        }
        else
        {
            Absent.Add($"{name}: {(output.Length == 0 ? $"exit code {code}" : output.Split('\n')[0])}");
        }
    }

    /// <summary>Adds what measures itself, in milliseconds.</summary>
    public void Add(string name, Func<double> run) => _peers.Add((name, run, new Samples()));

    /// <summary>Measures; a few rounds before that are not counted.</summary>
    public Dictionary<string, Samples> Run(int rounds, int before = 5)
    {
        for (int round = -Math.Min(before, rounds); round < rounds; round++)
        {
            // Another one begins each time: nobody always comes after the same one.
            for (int i = 0; i < _peers.Count; i++)
            {
                (_, Func<double> run, Samples samples) = _peers[(i + Math.Abs(round)) % _peers.Count];
                double time = run();
                if (round >= 0)
                {
                    samples.Add(time);
                }
            }
        }

        return _peers.ToDictionary(p => p.Name, p => p.Samples);
    }

    private static (int Code, string Output) Try(string[] arguments)
    {
        try
        {
            return NativeCommand.Capture(arguments);
        }
        catch (InvalidOperationException error)
        {
            return (-1, error.Message);
        }
    }
}
