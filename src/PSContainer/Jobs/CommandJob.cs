using System.Management.Automation;
using PSContainer.Client;
using PSContainer.Containers;
using PSContainer.Protocol;

namespace PSContainer.Commands;

/// <summary>A command in a container, as a job: lines in, lines out, exit code on the job.</summary>
internal sealed class CommandJob : IContainerWork, IOutputSink
{
    private readonly ContainerJob _job;
    private readonly string _command;
    private readonly bool _asBytes;
    private readonly LineDecoder _output;
    private readonly LineDecoder _error;
    private readonly CancelSignal _cancel = new();
    private readonly CancellationTokenRegistration _stop;
    private readonly IDisposable? _storage;
    private readonly ForegroundProcess _process;

    public CommandJob(ContainerJob job, ProcessStart start, string command, bool asBytes, CancellationToken stop)
    {
        (_job, _command, _asBytes) = (job, command, asBytes);
        _output = new LineDecoder(line => job.Output.Add(line));
        _error = new LineDecoder(AddError);
        _stop = stop.Register(_cancel.Cancel);
        IDisposable? storage = null;
        try
        {
            _process = new ForegroundProcess(
                start.Image, start.Request, start.Document, this, withInput: true, _cancel, () => storage = start.Prepare?.Invoke());
        }
        catch
        {
            storage?.Dispose();
            _stop.Dispose();
            _cancel.Dispose();
            throw;
        }

        _storage = storage;
    }

    public void Add(PSObject? input)
    {
        _process.WriteInput(InputBytes.Of(input));
        _process.PumpAvailable();
    }

    public void Finish()
    {
        try
        {
            _process.CloseInput();
            _process.PumpToEnd();
        }
        catch (Errors.ContainerException error)
        {
            _job.ExitCode = ExitCode.Of(error);
            throw;
        }

        _output.Finish();
        _error.Finish();
        ExitResult result = _process.Result!.Value;
        _job.ExitCode = result.Code;
        if (result.OomKilled && result.Code != 0)
        {
            throw OutOfMemory.Error(result.MemoryLimit);
        }
    }

    public void Output(ReadOnlySpan<byte> bytes)
    {
        if (_asBytes)
        {
            _job.Output.Add(PSObject.AsPSObject(bytes.ToArray()));
        }
        else
        {
            _output.Write(bytes);
        }
    }

    public void Error(ReadOnlySpan<byte> bytes) => _error.Write(bytes);

    public void Dispose()
    {
        _stop.Dispose();
        _process.Dispose();
        _storage?.Dispose();
        _cancel.Dispose();
    }

    // The id by which PowerShell's own view shows the text alone.
    private void AddError(string line) =>
        _job.Error.Add(new ErrorRecord(new RemoteException(line), "NativeCommandErrorMessage", ErrorCategory.NotSpecified, _command));
}
