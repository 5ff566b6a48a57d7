using System.Management.Automation;
using PSContainer.Images.Registry;

namespace PSContainer.Commands;

/// <summary>Shows how far a transfer is, in all and for each layer, once it has taken a second.</summary>
internal sealed class TransferView(Cmdlet cmdlet, string activity, TransferProgress progress) : IDisposable
{
    private const int ActivityId = 1;
    private const double Megabyte = 1e6;

    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly HashSet<int> _shown = [];
    private Containers.Deadline _next = Containers.Deadline.In(s_quiet);

    /// <summary>Shows it, if it is time.</summary>
    public void Show()
    {
        ShowMessages();
        if (!_next.IsOver)
        {
            return;
        }

        _next = Containers.Deadline.In(s_pause);
        List<TransferItem> items = [.. progress.Items];
        Write(ActivityId, -1, activity, items.Sum(static item => item.Done), items.Sum(static item => item.Total));
        for (int i = 0; i < items.Count; i++)
        {
            ShowItem(items[i], ActivityId + 1 + i);
        }
    }

    /// <summary>Passes on what was worth saying.</summary>
    public void ShowMessages()
    {
        while (progress.TakeMessage() is { } message)
        {
            cmdlet.WriteVerbose(message);
        }
    }

    public void Dispose()
    {
        foreach (int id in _shown.OrderDescending().ToList())
        {
            Complete(id);
        }
    }

    private void ShowItem(TransferItem item, int id)
    {
        if (item.IsComplete)
        {
            Complete(id);
        }
        else if (item.Done > 0)
        {
            Write(id, ActivityId, item.Name, item.Done, item.Total);
        }
    }

    private void Write(int id, int parent, string name, long done, long total)
    {
        _shown.Add(id);
        string status = FormattableString.Invariant($"{done / Megabyte:0.0} of {total / Megabyte:0.0} MB");
        cmdlet.WriteProgress(new ProgressRecord(id, name, status)
        {
            ParentActivityId = parent,
            PercentComplete = total <= 0 ? -1 : (int)Math.Min(100, 100 * (double)done / total),
        });
    }

    private void Complete(int id)
    {
        if (_shown.Remove(id))
        {
            cmdlet.WriteProgress(new ProgressRecord(id, activity, " ") { RecordType = ProgressRecordType.Completed });
        }
    }
}
