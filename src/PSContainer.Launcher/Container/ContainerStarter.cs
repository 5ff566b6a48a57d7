using PSContainer.Client;
using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Events;
using PSContainer.Oci;
using PSContainer.State;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Container;

/// <summary>Starts a container that was created.</summary>
internal static class ContainerStarter
{
    private static readonly TimeSpan s_killTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_creationTime = TimeSpan.FromSeconds(10);

    /// <summary>Lets its command begin, and runs the hooks that belong to that.</summary>
    /// <exception cref="ContainerException">It is not in a state to be started, or a step failed: then it is ended.</exception>
    public static void Start(StoredContainer container, IReadOnlyList<string> environment)
    {
        container.AwaitCreation(s_creationTime);
        Require(container);
        using ProcessHandle process = container.OpenProcess();
        try
        {
            // Before it may end, so that its events come in their order.
            Tell(container);
            StartSocket.Start(container.Folder);
            container.Update(static state =>
            {
                state.Status = ContainerStatus.Running;
                state.StartedAt = DateTimeOffset.UtcNow;
            });
            RunPoststart(container, environment);
        }
        catch (ContainerException error)
        {
            process.Send(SIGKILL);
            process.AwaitEnd(s_killTime);
            // A hook that fails is the end of the container (runtime.md, "Lifecycle"); a command that is not there only of its process.
            if (error.ErrorId.StartsWith("Hook.", StringComparison.Ordinal))
            {
                Remove(container, environment);
            }

            throw;
        }
    }

    private static void Tell(StoredContainer container)
    {
        if (container.State.Monitor is not null)
        {
            EventJournal.Append(container.Store.Root, [ContainerEventType.Started], container.State);
        }
    }

    private static void Remove(StoredContainer container, IReadOnlyList<string> environment)
    {
        RuntimeSpec? spec = container.ReadSpec();
        using var cancel = new CancelSignal();
        ContainerRemover.Remove(new global::PSContainer.Container(container.Store, container.State), force: true, cancel);
        if (spec is not null)
        {
            new ContainerHooks(spec, container.State.Bundle, environment).RunPoststop(container.State);
        }
    }

    private static void Require(StoredContainer container)
    {
        ContainerStatus status = container.Status;
        if (status != ContainerStatus.Created)
        {
            throw new ContainerException(
                "Container.NotCreated", ErrorKind.InvalidState,
                $"cannot start a container that is not created: '{container.State.Id}' is {status.Word()}.", container.State.Id);
        }
    }

    private static void RunPoststart(StoredContainer container, IReadOnlyList<string> environment)
    {
        if (container.ReadSpec() is { Hooks.Poststart.Count: > 0 } spec)
        {
            new ContainerHooks(spec, container.State.Bundle, environment).RunPoststart(container.State, container.State.Pid);
        }
    }
}
