using PSContainer.Client;
using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Launcher.Container;
using PSContainer.Oci;
using PSContainer.State;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>delete</c>: removes what is left of a container that has ended; with force, ends it first.</summary>
internal sealed class DeleteCommand : Command
{
    private readonly CommandOption _force = CommandOption.Flag("force", "end it first; no error where there is none", 'f');
    private readonly CommandOption _regex = CommandOption.Flag("regex", "CONTAINER is a regular expression", 'r');

    public override string Name => "delete";

    public override string Summary => "delete what is left of a container";

    public override CommandOption[] Options => [_force, _regex];

    public override int Run(CommandCall call)
    {
        foreach (string id in ContainerChoice.Find(call, _regex.IsSet))
        {
            Delete(call, id);
        }

        return 0;
    }

    private void Delete(CommandCall call, string id)
    {
        var store = new StateStore(StateRoot.At(call.Global.Root));
        using ContainerFolder? folder = store.TryOpen(id);
        if (folder is null)
        {
            _ = _force.IsSet ? 0 : throw StateErrors.NotFound(id);
            return;
        }

        ContainerState state = folder.Read().StateOrBroken();
        bool force = _force.IsSet || !RequireEnded(store, state);
        ContainerHooks? hooks = Hooks(folder, state, call.Log);
        using var cancel = new CancelSignal();
        ContainerRemover.Remove(new global::PSContainer.Container(store, state), force, cancel);
        hooks?.RunPoststop(state);
    }

    // One that was created and never started needs no force.
    private bool RequireEnded(StateStore store, ContainerState state)
    {
        ContainerStatus status = store.EffectiveStatus(state, StoredContainer.IsFrozen).Status;
        return status is ContainerStatus.Stopped or ContainerStatus.Created || _force.IsSet
            ? status == ContainerStatus.Stopped
            : throw new ContainerException(
                "Container.Running", ErrorKind.InvalidState,
                $"cannot delete container '{state.Id}' that is not stopped: {status.Word()}", state.Id,
                "Kill it first, or delete it with --force.");
    }

    // A spec that cannot be read must not keep a container from being removed.
    private static ContainerHooks? Hooks(ContainerFolder folder, ContainerState state, ErrorLog log)
    {
        try
        {
            return folder.ReadSpec() is { } document && RuntimeSpecReader.Read(document) is { Hooks.Poststop.Count: > 0 } spec
                ? new ContainerHooks(spec, state.Bundle, HostEnvironment.Read()) { Warn = log.Warn }
                : null;
        }
        catch (ContainerException)
        {
            return null;
        }
    }
}
