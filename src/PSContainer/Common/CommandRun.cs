using System.Management.Automation;
using System.Text;
using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Protocol;

namespace PSContainer.Commands;

/// <summary>One command as a pipeline sees it: objects in, lines out, exit code in $LASTEXITCODE.</summary>
internal sealed class CommandRun : IOutputSink, IDisposable
{
    private readonly PSCmdlet _cmdlet;
    private readonly LineDecoder _output;
    private readonly LineDecoder _error;
    private readonly ForegroundProcess _process;

    public CommandRun(PSCmdlet cmdlet, string command, LauncherRequest request, byte[] document, bool withInput, CancelSignal cancel)
    {
        _cmdlet = cmdlet;
        var errors = new NativeErrorStream(cmdlet, command);
        _output = new LineDecoder(cmdlet.WriteObject);
        _error = new LineDecoder(errors.WriteLine);
        _process = new ForegroundProcess(ContainerHome.Launcher, request, document, this, withInput, cancel);
    }

    /// <summary>Writes one object to the command's standard input: bytes as they are, anything else as a line of text.</summary>
    public void WriteInput(PSObject? input) => Pumping(() =>
    {
        if (input is not null)
        {
            _process.WriteInput(input.BaseObject switch
            {
                byte[] bytes => bytes,
                byte one => [one],
                _ => Encoding.UTF8.GetBytes(input + "\n"),
            });
        }

        _process.PumpAvailable();
    });

    /// <summary>Waits for the command's end and tells of it.</summary>
    public void Finish() => Pumping(() =>
    {
        _process.CloseInput();
        _process.PumpToEnd();
        _output.Finish();
        _error.Finish();
        ExitCode.Tell(_cmdlet, _process.Result!.Value);
    });

    public void Output(ReadOnlySpan<byte> bytes) => _output.Write(bytes);

    public void Error(ReadOnlySpan<byte> bytes) => _error.Write(bytes);

    public void Dispose() => _process.Dispose();

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
