using PSContainer.Errors;

namespace PSContainer.State;

/// <summary>Why a container's state could not be read.</summary>
internal enum StateProblem
{
    /// <summary>It could.</summary>
    None,

    /// <summary>There is no such container.</summary>
    NotFound,

    /// <summary>The id is reserved and no state has been written: a launch that is under way, or that was interrupted.</summary>
    NotWritten,

    /// <summary>The file cannot be opened or read, or it is no file.</summary>
    Unreadable,

    /// <summary>The file is larger than any state that is written here.</summary>
    TooLarge,

    /// <summary>The file is not JSON of the right shape; half a file, for instance.</summary>
    Malformed,

    /// <summary>The file belongs to another program, or to another container.</summary>
    Foreign,
}

/// <summary>What came of reading a container's state: the state, or the reason why there is none.</summary>
internal readonly record struct StateReading(string Id, ContainerState? State, StateProblem Problem, string? Reason)
{
    public static StateReading Of(ContainerState state) => new(state.Id, state, StateProblem.None, null);

    public static StateReading Failed(string id, StateProblem problem, string reason) => new(id, null, problem, reason);

    public static StateReading NotFound(string id) => Failed(id, StateProblem.NotFound, "there is no such container");

    /// <summary>The state; where it could not be read, a stopped container whose error says why, so that it can be seen and removed.</summary>
    public ContainerState StateOrBroken() => State ?? new ContainerState(Id) { Status = ContainerStatus.Stopped, Error = Describe() };

    /// <summary>The state, or an error that says why there is none.</summary>
    /// <exception cref="ContainerException"><c>Container.NotFound</c>, <c>State.Read</c>.</exception>
    public ContainerState Require() => State ?? throw (Problem == StateProblem.NotFound
        ? StateErrors.NotFound(Id)
        : StateErrors.Broken(Id, Reason ?? Problem.ToString()));

    private string Describe() => Problem == StateProblem.NotWritten
        ? EffectiveStatus.Interrupted
        : $"Its state cannot be used: {Reason}.";
}
