using System.Management.Automation;
using PSContainer.Containers;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>Waits until containers have ended, or become something else, and gives each when it has.</summary>
[Cmdlet(VerbsLifecycle.Wait, "Container", DefaultParameterSetName = NameSet)]
[OutputType(typeof(Container))]
public sealed class WaitContainerCommand : ContainerTargetCmdlet
{
    private ContainerWaiter? _waiter;
    private ContainerConditionWaiter? _conditions;

    /// <summary>What is waited for; by default, that the container has ended.</summary>
    [Parameter]
    public ContainerCondition Condition { get; set; }

    /// <summary>How long to wait at most: seconds, or a TimeSpan. Every container that is left then is an error.</summary>
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
        _conditions = new ContainerConditionWaiter(Condition, Cancel);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Require(Condition == ContainerCondition.Exited ? AwaitEnds : AwaitCondition);

    private void AwaitEnds()
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
    }

    private void AwaitCondition()
    {
        while (_conditions!.Next(Deadline, out bool isMet) is { } container)
        {
            if (!isMet)
            {
                WriteError(ErrorRecords.From(StopErrors.Ended(container, Condition)));
                continue;
            }

            WriteObject(container);
            if (Any)
            {
                return;
            }
        }

        foreach (Container container in _conditions.Left)
        {
            WriteError(ErrorRecords.From(StopErrors.NotMet(container, Condition, Timeout)));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _waiter?.Dispose();
        _conditions?.Dispose();
        base.Dispose(disposing);
    }

    private protected override void Process(Container container)
    {
        if (Condition == ContainerCondition.Exited)
        {
            _waiter!.Add(container);
        }
        else
        {
            _conditions!.Add(container);
        }
    }

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
