using System.Management.Automation;
using PSContainer.Errors;
using PSContainer.Protocol;
using PSContainer.Terminals;

namespace PSContainer.Commands;

/// <content>The command at a terminal: <c>-Interactive</c>.</content>
public sealed partial class InvokeContainerCommandCommand
{
    private TerminalRun? _terminal;

    /// <summary>Gives the command a terminal of its own, shown at the session's; nothing goes to the pipeline.</summary>
    [Parameter]
    public SwitchParameter Interactive { get; set; }

    /// <summary>The keys that leave the command alone: <c>Ctrl+P,Ctrl+Q</c>, or others; <c>None</c> for none.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DetachKeysCompleter))]
    public string[] DetachKeys { get; set; } = [Terminals.DetachKeys.Default];

    private void OpenTerminal()
    {
        var keys = Terminals.DetachKeys.Parse(string.Join(',', DetachKeys));
        if (Interactive)
        {
            _terminal = TerminalRun.Open(this, keys, TextPairs.Of(Environment));
        }
    }

    private void RefuseInput()
    {
        if (_terminal is not null)
        {
            throw TerminalRun.InputGiven();
        }

        if (_targetsArePiped)
        {
            throw new ContainerException(
                "Command.InputAmongContainers", ErrorKind.InvalidArgument, "The pipeline gave containers to run in, and then something else.", InputObject?.ToString(),
                "Give either containers, or a command's input; both with -Name: 'text' | Invoke-ContainerCommand -Name web cat.");
        }
    }

    private void RunNewAtTerminal(bool isPiped = false)
    {
        if (_targetsArePiped && !isPiped)
        {
            return;
        }

        ContainerRequest request = RequestNew();
        _terminal!.Prepare(request.Spec.Process!);
        if (ShouldProcess(request.Describe(), $"Run '{CommandName}' in a new container?", "Invoke-ContainerCommand") && Prepare(request))
        {
            _terminal.Run(new LauncherRequest { Launch = request.Launch, Console = true }, request.Document(), Cancel);
        }
    }

    private void RunAtTerminal(Container container)
    {
        if (AskToRunIn(container))
        {
            byte[] process = ProcessRequest.Create(
                container, GivenCommandLine, User, TextPairs.Of(Environment), BoundWorkingDirectory, _terminal!.Prepare);
            _terminal.Run(new LauncherRequest { Execute = ExecuteIn(container).Execute, Console = true }, process, Cancel);
        }
    }
}
