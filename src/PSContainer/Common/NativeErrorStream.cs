using System.Management.Automation;
using System.Reflection;

namespace PSContainer.Commands;

/// <summary>
/// Writes a command's standard error as PowerShell writes a native command's: to the error stream, where 2&gt; finds it, but as
/// text and not as a failure: it is no error of the cmdlet, is not kept in $Error, and no $ErrorActionPreference ends a script for it.
/// </summary>
internal sealed class NativeErrorStream
{
    // The engine has a way for its own native commands only. Where it is missing the lines are errors like any other.
    private const string EngineMethod = "_WriteErrorSkipAllowCheck";

    private static MethodInfo? s_method;

    private readonly Cmdlet _cmdlet;
    private readonly string _command;
    private bool _first = true;

    public NativeErrorStream(Cmdlet cmdlet, string command)
    {
        _cmdlet = cmdlet;
        _command = command;
    }

    /// <summary>Writes one line.</summary>
    public void WriteLine(string line)
    {
        // The ids by which PowerShell's own view shows the text alone.
        string id = _first ? "NativeCommandError" : "NativeCommandErrorMessage";
        _first = false;
        var record = new ErrorRecord(new RemoteException(line), id, ErrorCategory.NotSpecified, _command);
        if (Method(_cmdlet.CommandRuntime) is { } method)
        {
            method.Invoke(_cmdlet.CommandRuntime, BindingFlags.DoNotWrapExceptions, null, [record, null, true], null);
        }
        else
        {
            _cmdlet.WriteError(record);
        }
    }

    private static MethodInfo? Method(ICommandRuntime runtime)
    {
        s_method ??= runtime.GetType().GetMethod(
            EngineMethod, BindingFlags.Instance | BindingFlags.NonPublic, [typeof(ErrorRecord), typeof(ActionPreference?), typeof(bool)]);
        return s_method?.DeclaringType == runtime.GetType() ? s_method : null;
    }
}
