using System.Management.Automation;
using PSContainer.Containers;
using PSContainer.Signals;

namespace PSContainer.Commands;

/// <summary>What cmdlets that end containers have in common: all that are given are asked to end at the same time, and ended by force where they do not in time.</summary>
public abstract class ContainerStopCmdlet : ContainerTargetCmdlet
{
    private const int DefaultSeconds = 10;

    private ContainerStopper? _stopper;
    private StopRequest _request;

    /// <summary>How long to wait for the end until SIGKILL: seconds, or a TimeSpan; 10 seconds by default. -1 never sends it.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(DefaultSeconds);

    /// <summary>The signal to ask with for the end, by name or number; by default the one that the container's image names, else SIGTERM.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public string? Signal { get; set; }

    /// <summary>Sends SIGKILL at once.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives each container when it is done with.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Require(() =>
    {
        _request = new StopRequest(Signal is null ? null : SignalName.Parse(Signal), Timeout, Force);
        _stopper = new ContainerStopper(Cancel);
    });

    /// <inheritdoc/>
    protected override void EndProcessing() => Require(() =>
    {
        using var progress = new StopProgress(this);
        while (_stopper!.Pending.Count > 0)
        {
            if (_stopper.Next(progress.NextLook) is { } stop)
            {
                Attempt(() => Finish(stop.Failure is { } failure ? throw failure : stop.Container));
            }

            progress.Show(_stopper.Pending);
        }
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _stopper?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Has the container end, with the others.</summary>
    private protected void Stop(Container container) => _stopper!.Add(container, _request);

    /// <summary>The container has ended.</summary>
    private protected virtual void Finish(Container container)
    {
        if (PassThru)
        {
            WriteObject(container);
        }
    }
}
