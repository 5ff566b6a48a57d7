using System.Management.Automation;
using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Protocol;

namespace PSContainer.Commands;

/// <summary>One command as a pipeline sees it: objects in, lines or bytes out, exit code in $LASTEXITCODE.</summary>
internal sealed class CommandRun : IOutputSink, IDisposable
{
    private readonly PSCmdlet _cmdlet;
    private readonly LineDecoder _output;
    private readonly LineDecoder _error;
    private readonly ForegroundProcess _process;
    private readonly OutputForm _form;

    public CommandRun(
        PSCmdlet cmdlet, string command, LauncherRequest request, byte[] document, bool withInput, OutputForm form, CancelSignal cancel, Action? prepare)
    {
        (_cmdlet, _form) = (cmdlet, form);
        var errors = new NativeErrorStream(cmdlet, command);
        _output = new LineDecoder(cmdlet.WriteObject);
        _error = new LineDecoder(errors.WriteLine);
        ForegroundProcess? next = form == OutputForm.Pipe ? StartNext() : null;
        _process = new ForegroundProcess(ContainerHome.Launcher, request, document, this, withInput, cancel, prepare, next, PumpNext);
    }

    /// <summary>Writes one object to the command's standard input: bytes as they are, anything else as a line of text.</summary>
    /// <returns>False once the command reads no more.</returns>
    public bool WriteInput(PSObject? input)
    {
        Pumping(() =>
        {
            bool isSignal = input?.BaseObject is PipelineSignal;
            if (!isSignal)
            {
                _process.WriteInput(InputBytes.Of(input));
            }

            _process.PumpAvailable();
            if (isSignal && _form == OutputForm.Pipe)
            {
                PumpNext();
            }
        });
        return _process.TakesInput;
    }

    /// <summary>Waits for the command's end and tells of it.</summary>
    public void Finish() => Pumping(() =>
    {
        _process.CloseInput();
        _process.PumpToEnd();
        _output.Finish();
        _error.Finish();
        RootCopy.Tell(_cmdlet, _process.HasCopiedRoot);
        ExitCode.Tell(_cmdlet, _process.Result!.Value);
    });

    public void Output(ReadOnlySpan<byte> bytes)
    {
        if (_form == OutputForm.Lines)
        {
            _output.Write(bytes);
        }
        else
        {
            _cmdlet.WriteObject(bytes.ToArray(), enumerateCollection: false);
        }
    }

    public void Error(ReadOnlySpan<byte> bytes) => _error.Write(bytes);

    public void Dispose() => _process.Dispose();

    // It starts before this one, and reads what this one writes.
    private ForegroundProcess? StartNext()
    {
        PumpNext();
        return (PipelineNeighbor.NextCmdlet(_cmdlet) as InvokeContainerCommandCommand)?.Run?._process;
    }

    private void PumpNext() => _cmdlet.WriteObject(PipelineSignal.Instance);

    // A command that never began has an exit code too, the one that shells and other container tools give it.
    private void Pumping(Action action)
    {
        try
        {
            action();
        }
        catch (ContainerException error)
        {
            ExitCode.Set(_cmdlet, ExitCode.Of(error));
            throw;
        }
    }
}
