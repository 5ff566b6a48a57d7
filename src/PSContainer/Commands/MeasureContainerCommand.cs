using System.Management.Automation;
using PSContainer.Containers;
using PSContainer.Errors;

namespace PSContainer.Commands;

/// <summary>Measures what containers use: once, or again and again until they end.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Container", DefaultParameterSetName = NameSet)]
[OutputType(typeof(ContainerMeasurement))]
public sealed class MeasureContainerCommand : ContainerTargetCmdlet
{
    private static readonly TimeSpan s_leastInterval = TimeSpan.FromMilliseconds(10);

    private readonly List<ContainerMeter> _meters = [];
    private ContainerWaiter? _waiter;

    /// <summary>Measures again and again, until all have ended or Ctrl+C is pressed.</summary>
    [Parameter]
    public SwitchParameter Continuous { get; set; }

    /// <summary>The time between two measurements: seconds, or a TimeSpan.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override void BeginProcessing() => Require(() =>
    {
        if (Interval < s_leastInterval)
        {
            throw new ContainerException(
                "Interval.Invalid", ErrorKind.InvalidArgument, $"An interval of {Interval.TotalSeconds} seconds is too short.", Interval,
                "Give 0.01 seconds or more.");
        }

        _waiter = new ContainerWaiter(Cancel);
    });

    /// <inheritdoc/>
    protected override void EndProcessing() => Require(() =>
    {
        while (_meters.Count > 0)
        {
            var next = Deadline.In(Interval);
            while (_waiter!.Next(next) is { } ended)
            {
                End(ended.Container);
            }

            _meters.ForEach(Write);
        }
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _meters.ForEach(static meter => meter.Dispose());
        _waiter?.Dispose();
        base.Dispose(disposing);
    }

    private protected override void Process(Container container)
    {
        var meter = new ContainerMeter(container);
        Write(meter);
        if (Continuous)
        {
            _meters.Add(meter);
            _waiter!.Add(container);
        }
        else
        {
            meter.Dispose();
        }
    }

    private void End(Container container)
    {
        ContainerMeter meter = _meters.First(meter => meter.Container == container);
        _meters.Remove(meter);
        meter.Dispose();
    }

    private void Write(ContainerMeter meter)
    {
        if (meter.Measure() is { } measurement)
        {
            WriteObject(measurement);
        }
    }
}
