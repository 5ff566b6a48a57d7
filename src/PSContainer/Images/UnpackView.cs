using System.Collections.Concurrent;
using System.Management.Automation;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>Shows how far the unpacking of an image is, where it takes its time.</summary>
internal sealed class UnpackView(Cmdlet cmdlet, ContainerImage image) : IProgress<LayerProgress>
{
    private const int ActivityId = 1;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, long> _done = [];

    /// <summary>Hears of one layer, on any thread.</summary>
    public void Report(LayerProgress value) => _done[value.Layer.DiffId] = value.Done;

    /// <summary>Does the work on another thread, and shows it on this one.</summary>
    public T Watch<T>(Func<T> work)
    {
        var task = Task.Run(work);
        var quiet = Containers.Deadline.In(s_quiet);
        bool shown = false;
        while (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(s_look))
        {
            if (quiet.IsOver)
            {
                shown = true;
                Show(ProgressRecordType.Processing);
            }
        }

        if (shown)
        {
            Show(ProgressRecordType.Completed);
        }

        return task.GetAwaiter().GetResult();
    }

    private void Show(ProgressRecordType type)
    {
        long total = Math.Max(1, image.Layers.Sum(static layer => layer.Size));
        cmdlet.WriteProgress(new ProgressRecord(ActivityId, $"Unpacking {image}", $"{image.Layers.Count} layers")
        {
            PercentComplete = (int)Math.Clamp(_done.Values.Sum() * 100 / total, 0, 100), RecordType = type,
        });
    }
}
