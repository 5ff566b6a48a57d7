namespace PSContainer.Containers;

/// <summary>How containers are to be stopped.</summary>
/// <param name="Signal">What to ask them with; null: what each container's image says, else SIGTERM.</param>
/// <param name="Patience">How long to wait until SIGKILL; <see cref="Timeout.InfiniteTimeSpan"/> never sends it.</param>
/// <param name="Force">SIGKILL at once.</param>
internal readonly record struct StopRequest(int? Signal, TimeSpan Patience, bool Force)
{
    /// <summary>Ends them at once.</summary>
    public static readonly StopRequest AtOnce = new(null, TimeSpan.Zero, Force: true);
}
