using PSContainer.Protocol;

namespace PSContainer.Launcher.Container;

/// <summary>Who is told of a container's life: the module on its socket, or a person at the command line.</summary>
internal interface ILaunchReporter
{
    /// <summary>The socket whose end means that the caller is gone and the container has to go too; -1 where there is none.</summary>
    int CallerSocket { get; }

    /// <summary>The container runs.</summary>
    /// <param name="pid">Its first process.</param>
    /// <param name="hasCopiedRoot">Whether its root had to be a copy of its image's layers.</param>
    void Created(int pid, bool hasCopiedRoot);

    /// <summary>The container has ended and nothing of it is left but, detached, its record.</summary>
    void Exited(ExitResult result);
}
