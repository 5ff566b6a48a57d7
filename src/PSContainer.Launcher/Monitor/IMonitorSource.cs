namespace PSContainer.Launcher.Monitor;

/// <summary>
/// Something that a monitor waits for: a descriptor, a moment, or both. It is asked anew before each wait; nothing of it may wait
/// itself, throw, or allocate where it is called often.
/// </summary>
internal interface IMonitorSource
{
    /// <summary>The descriptor that is waited for; -1 for none now.</summary>
    int Descriptor { get; }

    /// <summary>What it is waited for: <c>POLLIN</c>, <c>POLLOUT</c>; <c>POLLHUP</c> and <c>POLLERR</c> always.</summary>
    short Events { get; }

    /// <summary>The moment, in milliseconds of <see cref="MonitorLoop.Now"/>; <see cref="MonitorLoop.Never"/> for none.</summary>
    long Deadline { get; }

    /// <summary>The descriptor is ready.</summary>
    /// <param name="events">For what, as <c>poll(2)</c> says it.</param>
    void Ready(short events);

    /// <summary>The moment has come.</summary>
    void Elapsed();
}
