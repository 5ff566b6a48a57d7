namespace PSContainer.Launch;

/// <summary>A moment of the set-up at which the process that is set up waits for its launcher.</summary>
internal enum LaunchMoment : byte
{
    /// <summary>Everything is mounted, and the host's root is still there: prestart and createRuntime hooks run.</summary>
    BeforePivot = 1,

    /// <summary>The set-up is over, and no process has to be cloned any more: how the process is scheduled can be set.</summary>
    BeforeCommand,

    /// <summary>Nothing is left to be made: the launcher records the container.</summary>
    Ready,
}

/// <summary>Whoever waits outside to hear of a process that is set up: its launcher, and later the one who starts it.</summary>
internal abstract class LaunchPeer
{
    /// <summary>Says that a moment has come, and waits until it is over.</summary>
    public abstract void Reach(LaunchMoment moment);

    /// <summary>Lets the launcher go, and waits to be started by whomever.</summary>
    /// <param name="preserved">How many of the caller's descriptors, from 3 on, the process keeps.</param>
    public abstract void AwaitStart(uint preserved);

    /// <summary>Has a descriptor opened by the launcher, who may where this process may not.</summary>
    /// <param name="step">The index of the step that needs it.</param>
    /// <returns>The descriptor.</returns>
    public abstract int Open(int step);

    /// <summary>Ends the process if nobody is there any more.</summary>
    public abstract void EndIfAlone();
}
