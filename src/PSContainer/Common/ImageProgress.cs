using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>Shows how many bytes have been dealt with, once that has taken a second.</summary>
internal sealed class ImageProgress(Cmdlet cmdlet, string activity, string target) : IDisposable
{
    private const int ActivityId = 2;
    private const double MegaByte = 1 << 20;

    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = s_quiet;
    private long _bytes;
    private bool _isShown;

    /// <summary>Adds to the bytes, and shows them if it is time. To be called on the pipeline's thread.</summary>
    public void Add(long bytes)
    {
        _bytes += bytes;
        if (_clock.Elapsed < _next)
        {
            return;
        }

        _next = _clock.Elapsed + s_pause;
        _isShown = true;
        cmdlet.WriteProgress(new ProgressRecord(
            ActivityId, activity, string.Create(CultureInfo.InvariantCulture, $"{target}: {_bytes / MegaByte:0.0} MB")));
    }

    public void Dispose()
    {
        if (_isShown)
        {
            cmdlet.WriteProgress(new ProgressRecord(ActivityId, activity, " ") { RecordType = ProgressRecordType.Completed });
        }
    }
}
