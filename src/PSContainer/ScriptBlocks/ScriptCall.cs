using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PSContainer.Commands;

/// <summary>A script block as it is sent to a container.</summary>
/// <param name="Text">What runs there.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Using">The values of its <c>$using:</c> expressions.</param>
internal sealed record ScriptCall(string Text, IReadOnlyList<object?> Arguments, IReadOnlyDictionary<string, object?> Using)
{
    // The name of the parameter by which the engine takes them.
    private const string UsingParameter = "--%";

    /// <summary>The call, ready to be begun.</summary>
    public PowerShell CreateShell(Runspace runspace)
    {
        var shell = PowerShell.Create();
        shell.Runspace = runspace;
        shell.AddScript(Text);
        foreach (object? argument in Arguments)
        {
            shell.AddArgument(argument);
        }

        if (Using.Count > 0)
        {
            shell.AddParameter(UsingParameter, Using);
        }

        return shell;
    }
}
