using System.Management.Automation;
using PSContainer.Containers;

namespace PSContainer.Commands;

/// <summary>Shows what a stop is waiting for, once that has taken a second.</summary>
internal sealed class StopProgress(Cmdlet cmdlet) : IDisposable
{
    private const int ActivityId = 1;

    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(1);

    private int _total;
    private bool _isShown;

    /// <summary>When there may be something new to show.</summary>
    public Deadline NextLook { get; private set; } = Deadline.In(s_quiet);

    /// <summary>Shows those that are left, if it is time.</summary>
    public void Show(IReadOnlyList<ContainerStop> left)
    {
        _total = Math.Max(_total, left.Count);
        if (left.Count == 0 || !NextLook.IsOver)
        {
            return;
        }

        NextLook = Deadline.In(s_quiet);
        _isShown = true;
        cmdlet.WriteProgress(new ProgressRecord(
            ActivityId, "Stopping containers", string.Join(", ", left.Select(static stop => stop.Container.Name)))
        {
            PercentComplete = 100 * (_total - left.Count) / _total,
        });
    }

    public void Dispose()
    {
        if (_isShown)
        {
            cmdlet.WriteProgress(new ProgressRecord(ActivityId, "Stopping containers", " ") { RecordType = ProgressRecordType.Completed });
        }
    }
}
