using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace PSContainer.Commands;

/// <summary>The caller's user interface without what comes as records too: see <see cref="ScriptBlockHost"/>.</summary>
internal sealed class ScriptBlockHostUI(PSHostUserInterface ui, bool showsVerbose, bool showsDebug)
    : PSHostUserInterface, IHostUISupportsMultipleChoiceSelection
{
    public override PSHostRawUserInterface RawUI => ui.RawUI;

    public override bool SupportsVirtualTerminal => ui.SupportsVirtualTerminal;

    public override void WriteWarningLine(string message)
    {
    }

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    public override void WriteVerboseLine(string message)
    {
        if (!showsVerbose)
        {
            ui.WriteVerboseLine(message);
        }
    }

    public override void WriteDebugLine(string message)
    {
        if (!showsDebug)
        {
            ui.WriteDebugLine(message);
        }
    }

    public override void Write(string value) => ui.Write(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => ui.Write(foregroundColor, backgroundColor, value);

    public override void WriteLine() => ui.WriteLine();

    public override void WriteLine(string value) => ui.WriteLine(value);

    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        ui.WriteLine(foregroundColor, backgroundColor, value);

    public override void WriteErrorLine(string value) => ui.WriteErrorLine(value);

    public override string ReadLine() => ui.ReadLine();

    public override SecureString ReadLineAsSecureString() => ui.ReadLineAsSecureString();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        ui.Prompt(caption, message, descriptions);

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        ui.PromptForChoice(caption, message, choices, defaultChoice);

    public Collection<int> PromptForChoice(string? caption, string? message, Collection<ChoiceDescription> choices, IEnumerable<int>? defaultChoices) =>
        ui is IHostUISupportsMultipleChoiceSelection many
            ? many.PromptForChoice(caption, message, choices, defaultChoices)
            : throw new NotSupportedException("This host asks for one choice at a time.");

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        ui.PromptForCredential(caption, message, userName, targetName);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        ui.PromptForCredential(caption, message, userName, targetName, allowedCredentialTypes, options);
}
