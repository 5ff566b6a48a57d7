using System.Diagnostics;
using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>Shows what is being copied once it takes more than a second.</summary>
internal sealed class CopyProgress(PSCmdlet cmdlet, string source, string destination)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ProgressRecord _record = new(0, $"Copy '{source}'", $"to '{destination}'");
    private TimeSpan _next = s_first;
    private long _copied;

    /// <summary>Tells of what was copied since.</summary>
    public void Add(string path, long bytes)
    {
        _copied += bytes;
        if (_clock.Elapsed >= _next)
        {
            _next = _clock.Elapsed + s_pause;
            _record.StatusDescription = $"{_copied >> 20} MiB copied";
            _record.CurrentOperation = path;
            cmdlet.WriteProgress(_record);
        }
    }

    /// <summary>Takes it from the screen, where it came there.</summary>
    public void Complete()
    {
        if (_next != s_first)
        {
            _record.RecordType = ProgressRecordType.Completed;
            cmdlet.WriteProgress(_record);
        }
    }
}
