using System.Globalization;
using System.Management.Automation.Host;

namespace QuickStart.Host;

/// <summary>What the engine asks of the program that hosts it, for one that runs scripts and has no prompt.</summary>
internal sealed class ScriptHost(ScriptHostUI ui) : PSHost
{
    /// <summary>The argument of the <c>exit</c> that ended the script, if one did.</summary>
    public int? ExitCode { get; private set; }

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "PSContainer sample host";

    public override PSHostUserInterface UI => ui;

    public override Version Version { get; } = new(1, 0);

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("This host has no prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("This host has no prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
