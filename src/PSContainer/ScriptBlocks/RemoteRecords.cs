using System.Management.Automation;
using System.Management.Automation.Remoting;
using System.Management.Automation.Runspaces;
using PSContainer.Errors;

namespace PSContainer.Commands;

/// <summary>Marks what comes from a container with where it comes from, as PowerShell's remoting does.</summary>
/// <param name="containerName">The container's name.</param>
/// <param name="runspaceId">The session's id.</param>
internal sealed class RemoteRecords(string containerName, Guid runspaceId)
{
    private const string ComputerName = "PSComputerName";
    private const string RunspaceId = "RunspaceId";
    private const string ShowComputerName = "PSShowComputerName";

    private readonly OriginInfo _origin = new(containerName, runspaceId);

    /// <summary>An object of the output. What it says of itself is not believed.</summary>
    public PSObject? Stamp(PSObject? value)
    {
        if (value is not null)
        {
            Set(value, ComputerName, containerName);
            Set(value, RunspaceId, runspaceId);
            Set(value, ShowComputerName, true);
        }

        return value;
    }

    /// <summary>An error of the script's.</summary>
    public ErrorRecord Stamp(ErrorRecord error) => error is RemotingErrorRecord ? error : new RemotingErrorRecord(error, _origin);

    /// <summary>The error that ended a script, or the session that it ran in; null where it was stopped.</summary>
    public ErrorRecord? Stamp(Exception error) => error switch
    {
        _ when Known(error) is { } known => ErrorRecords.From(known),
        PipelineStoppedException => null,
        RuntimeException { ErrorRecord: { } record } when error is RemoteException => record.FullyQualifiedErrorId == "PipelineStopped" ? null : Stamp(record),
        _ => Stamp(new ErrorRecord(error, "ScriptBlock.Failed", ErrorCategory.OperationStopped, containerName)),
    };

    /// <summary>What the module knows of an error that the engine passed on.</summary>
    public static ContainerException? Known(Exception? error)
    {
        while (error is not null and not ContainerException)
        {
            error = error.InnerException;
        }

        return error as ContainerException;
    }

    private static void Set(PSObject target, string name, object value)
    {
        target.Properties.Remove(name);
        target.Properties.Add(new PSNoteProperty(name, value));
    }
}
