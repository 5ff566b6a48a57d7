using PSContainer.Protocol;

namespace PSContainer.Client;

/// <summary>A process that can be started in a container: in a new one, or in one that runs.</summary>
internal sealed class ProcessStart
{
    /// <summary>What to execute as the launcher.</summary>
    public required LauncherImage Image { get; init; }

    /// <summary>A launch, or a process in a container that runs.</summary>
    public required LauncherRequest Request { get; init; }

    /// <summary>The OCI document of the request.</summary>
    public required byte[] Document { get; init; }

    /// <summary>What the container is called.</summary>
    public required string ContainerName { get; init; }

    /// <summary>The container, where it runs already; null for one that is made for the process.</summary>
    public Container? Container { get; init; }

    /// <summary>Makes what a new container has of its own, just before it is launched; what it gives is let go of when it has ended.</summary>
    public Func<IDisposable>? Prepare { get; init; }

    /// <summary>What is under way between the process and who speaks with it.</summary>
    public SessionFlow Flow { get; } = new();

    /// <summary>Whether the container is made for the process, and goes with it.</summary>
    public bool IsNew => Container is null;
}
