using System.Globalization;
using PSContainer.Errors;

namespace PSContainer.Containers;

/// <summary>Why containers could not be waited for, stopped or removed.</summary>
internal static class StopErrors
{
    public static ContainerException TimedOut(Container container, TimeSpan patience) => new(
        "Container.StopTimedOut", ErrorKind.TimedOut,
        $"The container '{container.Name}' did not end within {Seconds(patience)} of SIGKILL.", container,
        "One of its processes waits in the kernel, often for a network file system; it ends when that answers.");

    public static ContainerException WaitTimedOut(Container container, TimeSpan patience) => new(
        "Container.WaitTimedOut", ErrorKind.TimedOut,
        $"The container '{container.Name}' has not ended within {Seconds(patience)}.", container, "Wait longer, or end it with Stop-Container.");

    public static ContainerException Running(Container container) => new(
        "Container.Running", ErrorKind.InvalidState,
        $"The container '{container.Name}' cannot be removed: it is {container.Status.ToString().ToLowerInvariant()}.", container,
        "Stop it first with Stop-Container, or use -Force.");

    public static ContainerException Owned(Container container) => new(
        "Container.Owned", ErrorKind.InvalidState,
        $"The container '{container.Name}' cannot be removed: its launcher or monitor still looks after it.", container,
        "Wait a moment and try again, or use -Force.");

    public static ContainerException NotMet(Container container, ContainerCondition condition, TimeSpan patience) => new(
        "Container.WaitTimedOut", ErrorKind.TimedOut,
        $"The container '{container.Name}' was not {condition.ToString().ToLowerInvariant()} within {Seconds(patience)}.", container, "Wait longer; Get-Container shows what it is.");

    public static ContainerException Ended(Container container, ContainerCondition condition) => new(
        "Container.WaitEnded", ErrorKind.InvalidState,
        $"The container '{container.Name}' has ended, and was not {condition.ToString().ToLowerInvariant()} before.", container, "Get-ContainerLog shows what it wrote.");

    public static ContainerException NoHealth(Container container) => new(
        "Container.NoHealth", ErrorKind.InvalidArgument, $"The health of the container '{container.Name}' is not checked.", container,
        "Give it a command for that when it is made: -HealthCommand.");

    private static string Seconds(TimeSpan time) =>
        time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + (time == TimeSpan.FromSeconds(1) ? " second" : " seconds");
}
