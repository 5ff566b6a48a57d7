using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace PSContainer.Commands;

/// <summary>Writes what a script block in a container writes to a cmdlet's own streams, as Invoke-Command does.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="passesThrows">Whether a <c>throw</c> in the container ends the caller's statement: where there is one container only.</param>
internal sealed class CmdletSink(Cmdlet cmdlet, bool passesThrows) : IScriptSink
{
    private const string HostTag = "PSHOST";
    private const string ForwardedTag = "FORWARDED";

    // By it an error keeps the position that it had in the container. Where it is missing the position is the cmdlet's.
    private static readonly PropertyInfo? s_keepsPosition =
        typeof(ErrorRecord).GetProperty("PreserveInvocationInfoOnce", BindingFlags.Instance | BindingFlags.NonPublic);

    public void Output(PSObject? value) => cmdlet.WriteObject(value);

    public void Error(ErrorRecord error)
    {
        if (error is RemotingErrorRecord)
        {
            s_keepsPosition?.SetValue(error, true);
        }

        cmdlet.WriteError(error);
    }

    public void Failure(ErrorRecord error)
    {
        if (passesThrows && Thrown(error) is { } thrown)
        {
            throw thrown;
        }

        Error(error);
    }

    public void Record(object record)
    {
        switch (record)
        {
            case WarningRecord warning: cmdlet.WriteWarning(warning.Message); break;
            case VerboseRecord verbose: cmdlet.WriteVerbose(verbose.Message); break;
            case DebugRecord debug: cmdlet.WriteDebug(debug.Message); break;
            case InformationRecord information: Write(information); break;
            case ProgressRecord progress: cmdlet.WriteProgress(progress); break;
        }
    }

    // The container's pwsh has the host write it, too.
    private void Write(InformationRecord information)
    {
        if (information.Tags.Contains(HostTag))
        {
            information.Tags.Add(ForwardedTag);
        }

        cmdlet.WriteInformation(information);
    }

    // The engine does not wrap what it takes for a script's own throw.
    private static RemoteException? Thrown(ErrorRecord error)
    {
        if (error.Exception is not RemoteException { SerializedRemoteException: { } serialized } thrown
            || serialized.Properties[nameof(RuntimeException.WasThrownFromThrowStatement)]?.Value is not true)
        {
            return null;
        }

        thrown.WasThrownFromThrowStatement = true;
        return thrown;
    }
}
