namespace PSContainer.Signals;

/// <summary>What a signal does to a process that has not asked for anything else; see <c>signal(7)</c>.</summary>
internal enum SignalAction
{
    /// <summary>Ends it, some with a core dump.</summary>
    Terminate,

    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>Stops it.</summary>
    Stop,
}
