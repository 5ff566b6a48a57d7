using System.Management.Automation;
using PSContainer.Logs;

namespace PSContainer.Commands;

/// <summary>Gets what containers wrote, line by line; and goes on with what they write, where that is wanted.</summary>
[Cmdlet(VerbsCommon.Get, "ContainerLog", DefaultParameterSetName = NameSet)]
[OutputType(typeof(ContainerLogRecord), typeof(string))]
public sealed class GetContainerLogCommand : ContainerTargetCmdlet
{
    /// <summary>Gives the last so many lines only.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    /// <summary>Gives what was written from then on: a time, or a TimeSpan before now.</summary>
    [Parameter]
    [MomentTransformation]
    public DateTime? Since { get; set; }

    /// <summary>Gives what was written up to then: a time, or a TimeSpan before now.</summary>
    [Parameter]
    [MomentTransformation]
    public DateTime? Until { get; set; }

    /// <summary>Gives what came from these only: the command's standard output, its standard error, or the monitor's own remarks.</summary>
    [Parameter]
    [ValidateNotNull]
    public ContainerLogSource[] Stream { get; set; } = [];

    /// <summary>Goes on until the container has ended, or Ctrl+C is pressed.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <summary>Gives lines of text, each with its time before it, in place of objects.</summary>
    [Parameter]
    public SwitchParameter Timestamp { get; set; }

    private protected override void Process(Container container)
    {
        using var reader = new LogReader(container, Query(), Cancel);
        try
        {
            foreach (ContainerLogRecord record in reader.Read())
            {
                WriteObject(Timestamp ? record.WithTime() : record);
            }
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }

        if (reader.Damaged > 0)
        {
            WriteWarning($"{reader.Damaged} lines in the log of the container '{container.Name}' are no records and were left out.");
        }

        if (reader.Missed > 0)
        {
            WriteWarning($"{reader.Missed} files of the log of the container '{container.Name}' were full and removed before they could be read.");
        }
    }

    private LogQuery Query() => new()
    {
        Tail = Tail, Follow = Follow, Streams = Stream,
        Since = Since?.ToUniversalTime() ?? DateTime.MinValue, Until = Until?.ToUniversalTime() ?? DateTime.MaxValue,
    };
}
