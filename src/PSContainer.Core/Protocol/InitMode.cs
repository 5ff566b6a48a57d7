namespace PSContainer.Protocol;

/// <summary>What process 1 of a container is.</summary>
internal enum InitMode
{
    /// <summary>The command itself.</summary>
    None,

    /// <summary>An init that starts the command, forwards signals to it and reaps what nobody waits for.</summary>
    Wrap,

    /// <summary>An init alone, which holds the namespaces and reaps.</summary>
    Idle,
}
