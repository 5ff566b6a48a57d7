namespace PSContainer;

/// <summary>What an event of a container says.</summary>
public sealed class ContainerEventArgs : EventArgs
{
    internal ContainerEventArgs(Container container) => Container = container;

    /// <summary>The container, as it was when the event came.</summary>
    public Container Container { get; }

    /// <summary>Its exit code; null while it runs, or where it is not known.</summary>
    public int? ExitCode => Container.ExitCode;
}
