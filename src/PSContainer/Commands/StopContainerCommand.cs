using System.Diagnostics;
using System.Management.Automation;
using PSContainer.Containers;
using PSContainer.Signals;

namespace PSContainer.Commands;

/// <summary>
/// Stops containers: asks the first process of each to end, and ends it by force where it does not in time. All that are given
/// are stopped at the same time. One that has ended is left alone.
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "Container", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class StopContainerCommand : ContainerTargetCmdlet
{
    private const int DefaultSeconds = 10;

    private ContainerStopper? _stopper;
    private StopRequest _request;

    /// <summary>How long to wait until SIGKILL: seconds, or a TimeSpan; 10 seconds by default. -1 never sends it.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(DefaultSeconds);

    /// <summary>The signal to ask with, by name or number; by default the one that the container's image names, else SIGTERM.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public string? Signal { get; set; }

    /// <summary>Sends SIGKILL at once.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives each container when it has ended.</summary>
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
                Write(stop);
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

    private protected override void Process(Container container)
    {
        if (ShouldProcess(container.Name, "Stop"))
        {
            _stopper!.Add(container, _request);
        }
    }

    private void Write(ContainerStop stop)
    {
        if (stop.Failure is { } failure)
        {
            WriteError(ErrorRecords.From(failure));
        }
        else if (PassThru)
        {
            WriteObject(stop.Container);
        }
    }
}
