using System.Management.Automation;
using System.Management.Automation.Runspaces;
using QuickStart.Host;

namespace PSContainer.Tests.Engine;

/// <summary>
/// A PowerShell session in this process, with the built module imported as a user would. Variables stay from one script to the
/// next, as at a prompt. Cheap (some 20 ms): one a test. Sessions are independent of each other and may run in parallel.
/// </summary>
public sealed class PowerShellEngine : IDisposable
{
    private readonly HostText text = new();
    private readonly AnswerReader answers = new();
    private readonly Runspace runspace;

    public PowerShellEngine()
        : this(importModule: true)
    {
    }

    private PowerShellEngine(bool importModule)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        if (importModule)
        {
            state.ImportPSModule(BuildPaths.ModuleManifest);
        }

        var ui = new ScriptHostUI(answers, text, text, new ScriptRawUI(120), ansi: false);
        runspace = RunspaceFactory.CreateRunspace(new ScriptHost(ui), state);
        runspace.Open();
    }

    /// <summary>A script that takes longer than this is stopped and fails the test.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(300);

    public static PowerShellEngine WithoutModule() => new(importModule: false);

    /// <summary>Runs a script to its end. The arguments are its <c>$args</c>, or its <c>param()</c>.</summary>
    public EngineResult Run(string script, params object?[] arguments)
    {
        using RunningScript running = Start(script, arguments);
        return running.Wait();
    }

    /// <summary>Starts a script, to be watched or stopped.</summary>
    public RunningScript Start(string script, params object?[] arguments) => Start(script, display: false, arguments);

    /// <summary>What a person at a console sees of a script: objects as tables, errors in their place.</summary>
    public string Show(string script, params object?[] arguments)
    {
        using RunningScript running = Start(script, display: true, arguments);
        return running.Wait().HostText;
    }

    /// <summary>Lines that are typed in advance, for questions such as those of <c>-Confirm</c>.</summary>
    public void Answer(params string[] lines) => answers.Add(lines);

    public object? GetVariable(string name) => runspace.SessionStateProxy.GetVariable(name);

    public void SetVariable(string name, object? value) => runspace.SessionStateProxy.SetVariable(name, value);

    public void Dispose()
    {
        runspace.Dispose();
        text.Dispose();
        answers.Dispose();
    }

    private RunningScript Start(string script, bool display, object?[] arguments)
    {
        text.Take();
        SetVariable("global:LASTEXITCODE", null);
        SetVariable("global:" + RunningScript.SuccessVariable, false);
        PowerShell powershell = PowerShell.Create(runspace);
        powershell.AddScript($"{script}\n$global:{RunningScript.SuccessVariable} = $?", useLocalScope: false);
        foreach (object? argument in arguments)
        {
            powershell.AddArgument(argument);
        }

        if (display)
        {
            powershell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
            powershell.AddCommand("Out-Default");
        }

        return new RunningScript(this, powershell, text);
    }
}
