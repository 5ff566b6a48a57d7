using System.Management.Automation;
using PSContainer.Errors;
using PSContainer.Protocol;

namespace PSContainer.Commands;

public abstract partial class DetachedLaunchCmdlet
{
    /// <summary>Logs nothing: output that goes to no file is thrown away.</summary>
    [Parameter]
    public SwitchParameter NoLog { get; set; }

    /// <summary>The size of a file of the log from which on the next is begun, in bytes or with a unit; 4 MB by default.</summary>
    [Parameter]
    [SizeTransformation]
    public long MaximumLogSize { get; set; } = LogSettings.DefaultSize;

    /// <summary>How many files of the log are kept; 2 by default.</summary>
    [Parameter]
    public int MaximumLogFiles { get; set; } = LogSettings.DefaultFiles;

    /// <summary>A folder on the host for the log: in it, one is made for the container. By default it lies with the container's state, in memory.</summary>
    // Not "LogPath": its beginning would take -l from commands like ls.
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ContainerLogPath { get; set; }

    /// <summary>Whether the command is started again when it has ended.</summary>
    [Parameter]
    public ContainerRestartPolicy RestartPolicy { get; set; }

    /// <summary>How often at most the command is started again after failures, with the policy OnFailure; 0, as by default, for ever.</summary>
    [Parameter]
    public int RestartCount { get; set; }

    /// <summary>Removes the container when it has ended.</summary>
    [Parameter]
    public SwitchParameter RemoveOnExit { get; set; }

    /// <summary>What the monitor is asked.</summary>
    /// <param name="isIdle">Whether there is only an init, which writes nothing.</param>
    private protected MonitorSettings Monitor(bool isIdle) => new()
    {
        Log = Log(isIdle), RestartPolicy = RestartPolicy, RestartLimit = Restarts(), RemoveOnExit = Removes(), Health = Health(),
        OutputFile = File(RedirectStandardOutput), ErrorFile = File(RedirectStandardError),
    };

    private LogSettings? Log(bool isIdle)
    {
        if (MaximumLogSize < LogSettings.LeastSize || MaximumLogFiles is < 1 or > LogSettings.MostFiles)
        {
            throw MonitorErrors.LogLimit(MaximumLogSize, MaximumLogFiles);
        }

        bool isNeeded = !NoLog && !isIdle && (RedirectStandardOutput is null || RedirectStandardError is null);
        return !isNeeded ? null : new LogSettings
        {
            Folder = ContainerLogPath is null ? null : HostPath(ContainerLogPath), MaximumSize = MaximumLogSize, MaximumFiles = MaximumLogFiles,
            Output = RedirectStandardOutput is null, Error = RedirectStandardError is null,
        };
    }

    private int Restarts() => RestartCount == 0 || (RestartCount > 0 && RestartPolicy == ContainerRestartPolicy.OnFailure)
        ? RestartCount
        : throw MonitorErrors.RestartCount(RestartCount);

    private bool Removes() => RemoveOnExit && RestartPolicy is ContainerRestartPolicy.Always or ContainerRestartPolicy.UnlessStopped
        ? throw MonitorErrors.RestartsAndRemoves(RestartPolicy)
        : RemoveOnExit;
}
