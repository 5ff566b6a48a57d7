using PSContainer.Errors;
using PSContainer.Signals;
using PSContainer.State;
using static Tmds.Linux.LibC;

namespace PSContainer.Containers;

/// <summary>Which signal stops a container, and how it is brought to the container's first process.</summary>
internal static class StopSignal
{
    /// <summary>The annotation that an image's <c>StopSignal</c> becomes; see the OCI image specification, conversion.</summary>
    public const string Annotation = "org.opencontainers.image.stopSignal";

    /// <summary>The signal that the container is meant to be stopped with.</summary>
    /// <exception cref="ContainerException"><c>Container.StopSignal</c>.</exception>
    public static int Of(ContainerState state)
    {
        if (!state.Annotations.TryGetValue(Annotation, out string? text))
        {
            return SIGTERM;
        }

        return SignalName.TryParse(text) ?? throw new ContainerException(
            "Container.StopSignal", ErrorKind.InvalidData,
            $"The annotation {Annotation} of the container '{state.Name ?? ContainerId.ShortId(state.Id)}' is no signal: '{Json.JsonText.Show(text)}'.", state.Id,
            "Give one with -Signal, or use -Force.");
    }

    /// <summary>Sends a signal to the first process; a paused container goes on, so that it can take it.</summary>
    /// <returns>False where there is no such process.</returns>
    public static bool Send(Container container, int signal)
    {
        using ProcessHandle? process = ProcessHandle.TryOpen(container.State.Process);
        if (process is null)
        {
            WakeMonitor(container);
            return false;
        }

        if (signal != SIGKILL && SignalDispositions.Read(container.State.Pid) is { } dispositions && dispositions.SparesFrom(signal))
        {
            Note(container, signal);
            signal = SIGKILL;
        }

        bool sent = process.Send(signal);
        RecordedCgroup.Thaw(container.State);
        return sent;
    }

    /// <summary>Ends the container by force: its first process, all of its cgroup where that does not take the others along, or the launcher.</summary>
    public static void Kill(Container container)
    {
        ContainerState state = container.State;
        WakeMonitor(container);
        using ProcessHandle? process = ProcessHandle.TryOpen(state.Process);
        bool takesAllAlong = process is not null && SignalDispositions.Read(state.Pid) is { IsInit: true };
        process?.Send(SIGKILL);
        if (process is null && container.Status == ContainerStatus.Creating)
        {
            // There is no first process yet, or none that is known of; it dies with its launcher.
            using ProcessHandle? launcher = ProcessHandle.TryOpen(state.Monitor);
            launcher?.Send(SIGKILL);
        }

        if (!takesAllAlong)
        {
            RecordedCgroup.Kill(state);
        }

        RecordedCgroup.Thaw(state);
    }

    // One that waits to start the command again takes any signal for the end of that.
    private static void WakeMonitor(Container container)
    {
        if (container.Status == ContainerStatus.Restarting)
        {
            using ProcessHandle? monitor = ProcessHandle.TryOpen(container.State.Monitor);
            monitor?.Send(SIGTERM);
        }
    }

    // Whoever records the end reads it there: what is done in place of the signal is not what was asked.
    private static void Note(Container container, int signal)
    {
        try
        {
            container.Store.Update(container.Id, state => state.StopSignal = signal);
        }
        catch (ContainerException)
        {
            // Without a record that can be written, the exit code is that of SIGKILL.
        }
    }
}
