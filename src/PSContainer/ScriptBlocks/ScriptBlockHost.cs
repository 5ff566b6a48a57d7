using System.Globalization;
using System.Management.Automation.Host;

namespace PSContainer.Commands;

/// <summary>
/// What a script block in a container has as its host: the caller's, but for what comes as records too. Those are written once,
/// by the cmdlet, so that they can be redirected.
/// </summary>
/// <param name="host">The caller's.</param>
/// <param name="showsVerbose">Whether the cmdlet shows verbose records.</param>
/// <param name="showsDebug">Whether the cmdlet shows debug records.</param>
internal sealed class ScriptBlockHost(PSHost host, bool showsVerbose, bool showsDebug) : PSHost
{
    private readonly ScriptBlockHostUI? _ui = host.UI is null ? null : new ScriptBlockHostUI(host.UI, showsVerbose, showsDebug);

    public override CultureInfo CurrentCulture => host.CurrentCulture;

    public override CultureInfo CurrentUICulture => host.CurrentUICulture;

    public override Guid InstanceId => host.InstanceId;

    public override string Name => host.Name;

    public override System.Management.Automation.PSObject PrivateData => host.PrivateData;

    public override PSHostUserInterface? UI => _ui;

    public override Version Version => host.Version;

    // 'exit' in a container ends nothing here.
    public override void SetShouldExit(int exitCode)
    {
    }

    public override void EnterNestedPrompt() => host.EnterNestedPrompt();

    public override void ExitNestedPrompt() => host.ExitNestedPrompt();

    public override void NotifyBeginApplication() => host.NotifyBeginApplication();

    public override void NotifyEndApplication() => host.NotifyEndApplication();
}
