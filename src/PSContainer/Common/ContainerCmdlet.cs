using System.Management.Automation;
using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>What every cmdlet of the module has: the user's containers, the launcher, and an end by Ctrl+C.</summary>
public abstract class ContainerCmdlet : PSCmdlet, IDisposable
{
    private readonly Lazy<StateStore> _store = new(static () => ContainerHome.OpenStore());
    private CancelSignal? _cancel;

    /// <summary>What is known of this user's containers.</summary>
    private protected StateStore Store => _store.Value;

    /// <summary>Readable once the pipeline is being stopped.</summary>
    private protected CancelSignal Cancel => _cancel ??= new CancelSignal();

    /// <inheritdoc/>
    protected override void StopProcessing() => _cancel?.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the cmdlet holds. The engine calls it when the pipeline has ended, however it ended.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cancel?.Dispose();
        }
    }

    /// <summary>Runs what may fail for one object only: the failure is written, and the pipeline goes on.</summary>
    private protected void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception error) when (error is ContainerException or LinuxException)
        {
            WriteError(Record(error));
        }
    }

    /// <summary>Runs what the whole call depends on: a failure ends it.</summary>
    private protected void Require(Action action)
    {
        try
        {
            action();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception error) when (error is ContainerException or LinuxException)
        {
            ThrowTerminatingError(Record(error));
        }
    }

    /// <summary>A path of the host as PowerShell understands it: relative to the current location, with ~ and drives.</summary>
    /// <exception cref="ContainerException"><c>Path.Invalid</c></exception>
    private protected string HostPath(string path)
    {
        string found = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        return provider.Name == "FileSystem" && !found.Contains('\0') ? found : throw new ContainerException(
            "Path.Invalid", ErrorKind.InvalidArgument, $"'{path.Replace('\0', '?')}' is no path of the file system.", path, "Give one such as /srv/www or ./www.");
    }

    /// <summary>An error in the words of what this cmdlet was given.</summary>
    private protected virtual ContainerException InOwnWords(ContainerException error) => error;

    private ErrorRecord Record(Exception error) => ErrorRecords.From(error is ContainerException known ? InOwnWords(known) : error);
}
