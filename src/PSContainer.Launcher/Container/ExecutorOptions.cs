namespace PSContainer.Launcher.Container;

/// <summary>What a caller wants of one more process of a container besides what it is.</summary>
internal sealed record ExecutorOptions
{
    /// <summary>Whether it goes on alone.</summary>
    public bool Leaves { get; init; }

    /// <summary>Whether it may enter a container that is paused, and wait with it.</summary>
    public bool IgnoresPause { get; init; }

    /// <summary>Whether stdin, stdout and stderr become the user's, and HOME is looked up, as with other runtimes.</summary>
    public bool AsOtherRuntimes { get; init; }

    /// <summary>How many of the caller's descriptors, from 3 on, it gets.</summary>
    public uint PreservedDescriptors { get; init; }

    /// <summary>A connected socket that takes its terminal's other end, or -1.</summary>
    public int ConsoleSocket { get; init; } = -1;

    /// <summary>Whether that goes on to the caller's own terminal, or file.</summary>
    public bool RelaysConsole { get; init; }

    /// <summary>Cgroups below the container's that it goes into: <c>PATH</c>, or <c>CONTROLLER[,CONTROLLER]:PATH</c>.</summary>
    public IReadOnlyList<string> Cgroups { get; init; } = [];

    /// <summary>Called with its pid, once it is there.</summary>
    public Action<int>? Made { get; init; }

    /// <summary>Called with each line of the plan before anything is done.</summary>
    public Action<string>? Trace { get; init; }
}
