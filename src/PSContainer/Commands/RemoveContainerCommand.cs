using System.Management.Automation;
using PSContainer.Containers;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>
/// Removes containers that have ended, and with -Force those that run, and whatever is left of broken ones. Their files are
/// kept nowhere else: the exit code is gone with them.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "Container", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class RemoveContainerCommand : ContainerTargetCmdlet
{
    private ContainerStopper? _stopper;

    /// <summary>Ends one that runs first, with SIGKILL.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives each container that was removed, as it was last seen.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _stopper = new ContainerStopper(Cancel);

    /// <inheritdoc/>
    protected override void EndProcessing() => Require(() =>
    {
        while (_stopper!.Next(Deadline.Never) is { } stop)
        {
            Attempt(() => Remove(stop.Failure is { } failure ? throw failure : stop.Container));
        }
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _stopper?.Dispose();
        base.Dispose(disposing);
    }

    // Those that run are all ended first and then waited for.
    private protected override void Process(Container container)
    {
        if (!ShouldProcess(container.Name, "Remove"))
        {
            return;
        }

        if (Force && container.Status != ContainerStatus.Stopped)
        {
            _stopper!.Add(container, StopRequest.AtOnce);
        }
        else
        {
            Remove(container);
        }
    }

    private void Remove(Container container)
    {
        ContainerRemover.Remove(container, Force, Cancel);
        if (PassThru)
        {
            WriteObject(container);
        }
    }
}
