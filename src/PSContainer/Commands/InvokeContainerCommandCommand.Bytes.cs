using System.Management.Automation;
using PSContainer.Errors;

namespace PSContainer.Commands;

/// <content>A command's output as bytes, and commands that are joined by their bytes.</content>
public sealed partial class InvokeContainerCommandCommand
{
    // What keeps the objects of this command sees them all, and the pipe itself tells it nothing.
    private static readonly string[] s_keepers = ["OutVariable", "PipelineVariable"];

    /// <summary>Gives the command's output as arrays of bytes, as they were written, instead of lines of text. The next command of the pipeline always gets bytes, where it is this cmdlet or a native command.</summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    /// <summary>Whether it reads a command's output from the pipe that it is in.</summary>
    private bool ReadsPipe => !RunsWork && _terminal is null && PipelineNeighbor.CanStopEarlier;

    /// <summary>The command, once it has been started.</summary>
    internal CommandRun? Run => _run;

    private OutputForm Form => AsByteStream ? OutputForm.Bytes
        : s_keepers.Any(MyInvocation.BoundParameters.ContainsKey) ? OutputForm.Lines
        : PipelineNeighbor.NextCmdlet(this) is InvokeContainerCommandCommand { ReadsPipe: true } ? OutputForm.Pipe
        : PipelineNeighbor.NextIsNative(this) ? OutputForm.Bytes
        : OutputForm.Lines;

    private void RefuseBytesOfObjects()
    {
        if (AsByteStream && (Command is ScriptBlock || Interactive))
        {
            throw new ContainerException(
                "Command.NoBytes", ErrorKind.InvalidArgument, $"{(Interactive ? "A terminal" : "A script block")} has no stream of bytes.", Command,
                "Leave -AsByteStream out.");
        }
    }

    // An input that the command will not read needs no one to write it.
    private void AddToRun()
    {
        RefuseInput();
        _run ??= StartWithInput();
        if (_run?.WriteInput(InputObject) is true)
        {
            return;
        }

        _run?.Finish();
        _isFinished = true;
        PipelineNeighbor.StopEarlier(this);
    }
}
