namespace PSContainer.Launcher.Process;

/// <summary>What parent and child say to each other while a process is set up, and later starter and process.</summary>
internal enum SyncMessage : byte
{
    /// <summary>The child became the command: the kernel closed its end.</summary>
    EndOfFile,

    /// <summary>Parent: maps are written and groups joined, or what was asked for is done; go on.</summary>
    Go,

    /// <summary>Child: write the id maps of my user namespace.</summary>
    MapIds,

    /// <summary>Child: the process to watch is this one.</summary>
    ProcessId,

    /// <summary>Child: a step failed.</summary>
    Failed,

    /// <summary>Child: a moment has come (<see cref="Launch.LaunchMoment"/>) at which the parent has something to do.</summary>
    Moment,

    /// <summary>Child: open what the step of this number needs, and send it.</summary>
    Open,
}
