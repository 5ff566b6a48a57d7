using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;
using QuickStart.Host;

namespace QuickStart;

/// <summary>Runs a script file in the engine as <c>pwsh -File</c> does: all streams to the console, the script's exit code.</summary>
internal sealed class ScriptRunner : IDisposable
{
    private const int Interrupted = 130;

    private readonly ScriptHostUI ui = ScriptHostUI.ForConsole();
    private readonly ScriptHost host;
    private readonly Runspace runspace;
    private readonly PowerShell powershell;
    private readonly PosixSignalRegistration[] signals;
    private volatile bool stopped;

    public ScriptRunner()
    {
        host = new ScriptHost(ui);
        runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
        runspace.Open();
        powershell = PowerShell.Create(runspace);
        signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(s => PosixSignalRegistration.Create(s, Stop))];
    }

    public int Run(string path, IEnumerable<string> arguments)
    {
        ScriptBlockAst ast = Parser.ParseFile(path, out _, out ParseError[] errors);
        if (errors.Length > 0)
        {
            ui.WriteErrorLine(new ParseException(errors).Message);
            return 1;
        }

        // A block that knows its file: $PSScriptRoot works, and 'exit' reaches the host, which '& file.ps1' would keep.
        powershell.AddScript("param($Block, $Rest) & $Block @Rest").AddArgument(ast.GetScriptBlock()).AddArgument(arguments.ToArray());
        if (ReadsInput(ast))
        {
            powershell.Commands.Clear();
            powershell.AddScript("param($Block, $Rest) $input | & $Block @Rest").AddArgument(ast.GetScriptBlock()).AddArgument(arguments.ToArray());
        }

        powershell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        powershell.AddCommand("Out-Default");
        return Invoke(ReadsInput(ast) ? ConsoleLines() : Array.Empty<string>());
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in signals)
        {
            signal.Dispose();
        }

        powershell.Dispose();
        runspace.Dispose();
    }

    private int Invoke(IEnumerable input)
    {
        try
        {
            powershell.Invoke(input);
        }
        catch (RuntimeException) when (stopped)
        {
            // Asked for: the exit code says it.
        }
        catch (RuntimeException error)
        {
            Show(error.ErrorRecord);
            return 1;
        }

        return stopped ? Interrupted : host.ExitCode ?? 0;
    }

    /// <summary>Standard input is left to the script's commands, unless the script asks for it by name.</summary>
    private static bool ReadsInput(ScriptBlockAst ast) =>
        ast.Find(node => node is VariableExpressionAst { VariablePath.UserPath: "input" }, searchNestedScriptBlocks: false) is not null;

    private static IEnumerable<string> ConsoleLines()
    {
        while (Console.In.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>As text from the engine's own view of errors, which says where in the script it was.</summary>
    private void Show(ErrorRecord error)
    {
        using PowerShell formatter = PowerShell.Create(runspace);
        ui.EverythingToError = true;
        formatter.AddCommand("Out-Default").AddParameter("InputObject", error).Invoke();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        stopped = true;
        powershell.BeginStop(null, null);
    }
}
