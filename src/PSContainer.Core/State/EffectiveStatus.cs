namespace PSContainer.State;

/// <summary>A recorded status, corrected by what lives.</summary>
/// <param name="Status">The status as it is now.</param>
/// <param name="Error">Why the container failed, where the record or the correction says so; else null.</param>
internal readonly record struct EffectiveStatus(ContainerStatus Status, string? Error)
{
    public const string Interrupted = "The launch was interrupted.";
    public const string Unwatched = "The process that looked after it was killed, and the container with it: how it ended is not known.";
    public const string Rebooted = "The machine was restarted.";

    /// <summary>Corrects what a state says.</summary>
    /// <param name="state">The state as it was read.</param>
    /// <param name="isOwnerAlive">Whether a launcher or monitor holds the container's lock; asked only where that decides.</param>
    /// <param name="isFrozen">Whether the container's processes are frozen; null leaves the record as it is.</param>
    public static EffectiveStatus Of(
        ContainerState state, Func<bool> isOwnerAlive, Func<ContainerState, bool>? isFrozen = null) => state.Status switch
        {
            ContainerStatus.Stopped => new(IsRestarting(state) ? ContainerStatus.Restarting : ContainerStatus.Stopped, state.Error),
            _ when state.Process is { } process && process.IsAlive() => OfLiving(state, isFrozen),
            _ when IsOfAnotherBoot(state) => new(ContainerStatus.Stopped, state.Error ?? Rebooted),
            ContainerStatus.Creating => isOwnerAlive()
                ? new(ContainerStatus.Creating, state.Error)
                : new(ContainerStatus.Stopped, state.Error ?? Interrupted),
            _ => new(ContainerStatus.Stopped, state.Error ?? (state.Monitor is null ? null : Unwatched)),
        };

    private static EffectiveStatus OfLiving(ContainerState state, Func<ContainerState, bool>? isFrozen)
    {
        if (isFrozen is null || state.Status == ContainerStatus.Creating)
        {
            return new(state.Status, state.Error);
        }

        ContainerStatus thawed = state.Status == ContainerStatus.Paused ? ContainerStatus.Running : state.Status;
        return new(isFrozen(state) ? ContainerStatus.Paused : thawed, state.Error);
    }

    // Who was to start it again may have been killed.
    private static bool IsRestarting(ContainerState state) => state is { IsRestarting: true, Monitor: { } monitor } && monitor.IsAlive();

    private static bool IsOfAnotherBoot(ContainerState state) =>
        (state.Process ?? state.Monitor) is { } process && !BootId.Same(process.BootId, BootId.Current);
}
