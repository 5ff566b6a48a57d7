using System.Management.Automation;
using PSContainer.Containers;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>Waits until containers have ended, and gives each when it has, with its exit code.</summary>
[Cmdlet(VerbsLifecycle.Wait, "Container", DefaultParameterSetName = NameSet)]
[OutputType(typeof(Container))]
public sealed class WaitContainerCommand : ContainerTargetCmdlet
{
    private ContainerWaiter? _waiter;

    /// <summary>How long to wait at most: seconds, or a TimeSpan. Every container that runs still is an error then.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>Waits for the first only.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    private Deadline Deadline { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        Deadline = Deadline.In(Timeout);
        _waiter = new ContainerWaiter(Cancel);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Require(() =>
    {
        while (_waiter!.Next(Deadline) is { } ended)
        {
            Write(ended);
            if (Any)
            {
                return;
            }
        }

        foreach (Container container in _waiter.Left)
        {
            WriteError(ErrorRecords.From(StopErrors.WaitTimedOut(container, Timeout)));
        }
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _waiter?.Dispose();
        base.Dispose(disposing);
    }

    private protected override void Process(Container container) => _waiter!.Add(container);

    private void Write(ContainerWatch ended)
    {
        if (ended.Container.ExitCode is null)
        {
            WriteWarning($"The exit code of the container '{ended.Container.Name}' is not known. {Reason(ended.Container)}");
        }

        WriteObject(ended.Container);
    }

    private static string Reason(Container container) =>
        container.Store.Read(container.Id).Problem == StateProblem.NotFound ? "Its record was removed with its end."
        : container.Error ?? "The process that looked after it was killed.";
}
