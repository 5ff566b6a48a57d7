using System.Management.Automation;
using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.Terminals;

namespace PSContainer.Commands;

/// <summary>Commands with a terminal of their own, shown at the session's: exit code in $LASTEXITCODE, nothing in the pipeline.</summary>
internal sealed class TerminalRun : IDisposable
{
    // The engine's own, for runspaces that nobody sits at.
    private static readonly string[] s_withoutTerminal = ["Default Host", "ServerRemoteHost"];

    private readonly PSCmdlet _cmdlet;
    private readonly DetachKeys _keys;
    private readonly CallerTerminal _terminal;
    private readonly IReadOnlyDictionary<string, string> _environment;

    private TerminalRun(PSCmdlet cmdlet, DetachKeys keys, IReadOnlyDictionary<string, string> environment)
    {
        _cmdlet = cmdlet;
        _keys = keys;
        _environment = environment;
        _terminal = CallerTerminal.Open();
    }

    /// <summary>Takes the session's terminal.</summary>
    /// <param name="cmdlet">For whom.</param>
    /// <param name="keys">The keys that leave it.</param>
    /// <param name="environment">The variables that the user gives the command.</param>
    /// <exception cref="ContainerException"><c>Terminal.None</c>, <c>Terminal.NoHost</c>, <c>Terminal.Busy</c></exception>
    public static TerminalRun Open(PSCmdlet cmdlet, DetachKeys keys, IReadOnlyDictionary<string, string> environment) =>
        s_withoutTerminal.Contains(cmdlet.Host.Name) ? throw TerminalErrors.NoHost(cmdlet.Host.Name) : new TerminalRun(cmdlet, keys, environment);

    public static ContainerException InputGiven() => new(
        "Terminal.InputGiven", ErrorKind.InvalidArgument, "A command at a terminal takes its input from there, and input was given by the pipeline.", null,
        "Leave -Interactive out, or the input.");

    /// <summary>Gives the process a terminal of the session's size and type.</summary>
    public void Prepare(ProcessSpec process) => TerminalRequest.Prepare(process, _terminal.Size, _environment);

    /// <summary>Runs the process to its end, or until the keys are typed.</summary>
    /// <param name="request">A launch, or a process in a container that runs, with a console.</param>
    /// <param name="document">Its OCI document, which <see cref="Prepare"/> has seen.</param>
    /// <param name="cancel">Ends it from another thread.</param>
    public void Run(LauncherRequest request, byte[] document, CancelSignal cancel)
    {
        try
        {
            using var process = TerminalProcess.Start(ContainerHome.Launcher, request, document, cancel);
            if (process.Show(_terminal, _keys, cancel) == RelayEnd.Ended)
            {
                RootCopy.Tell(_cmdlet, process.HasCopiedRoot);
                ExitCode.Tell(_cmdlet, process.Result!.Value);
            }
        }
        catch (ContainerException error)
        {
            ExitCode.Set(_cmdlet, ExitCode.Of(error));
            throw;
        }
    }

    /// <summary>Shows the terminal that a container was started with, until its command ends or the keys are typed.</summary>
    public void Attach(Container container, CancelSignal cancel)
    {
        using AttachedTerminal attached = AttachedTerminal.Connect(container);
        using (var relay = new TerminalRelay(_terminal, attached, _keys, cancel))
        {
            relay.Run();
        }

        if (attached.ExitCode is { } code)
        {
            ExitCode.Set(_cmdlet, code);
            ExitCode.ReportFailure(_cmdlet, code);
        }
    }

    public void Dispose() => _terminal.Dispose();
}
