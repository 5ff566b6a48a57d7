using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace QuickStart.Host;

/// <summary>A user interface of plain lines: output and errors go to two writers, answers to questions come from a reader.</summary>
internal sealed class ScriptHostUI(TextReader input, TextWriter output, TextWriter error, ScriptRawUI raw, bool ansi) : PSHostUserInterface
{
    public override PSHostRawUserInterface RawUI => raw;

    public override bool SupportsVirtualTerminal => ansi;

    /// <summary>Set when what follows is text about an error, whichever way it comes.</summary>
    public bool EverythingToError { get; set; }

    private TextWriter Output => EverythingToError ? error : output;

    public static ScriptHostUI ForConsole()
    {
        bool terminal = !Console.IsOutputRedirected;
        int width = terminal && Console.WindowWidth > 0 ? Console.WindowWidth : 120;
        return new ScriptHostUI(Console.In, Console.Out, Console.Error, new ScriptRawUI(width), terminal);
    }

    public override void Write(string value) => Output.Write(Rendered(value));

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Output.WriteLine(Rendered(value));

    public override void WriteErrorLine(string value) => error.WriteLine(Rendered(value));

    public override void WriteWarningLine(string message) => Output.WriteLine($"WARNING: {message}");

    public override void WriteVerboseLine(string message) => Output.WriteLine($"VERBOSE: {message}");

    public override void WriteDebugLine(string message) => Output.WriteLine($"DEBUG: {message}");

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        // Lines that are written once cannot show progress.
    }

    public override string ReadLine() => input.ReadLine() ?? "";

    public override SecureString ReadLineAsSecureString() => throw new NotSupportedException("This host reads plain lines only.");

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        WriteQuestion(caption, message);
        var answers = new Dictionary<string, PSObject>();
        foreach (FieldDescription field in descriptions)
        {
            Output.Write($"{field.Name}: ");
            answers[field.Name] = input.ReadLine() ?? throw NoAnswer();
        }

        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        WriteQuestion(caption, message);
        Output.WriteLine(string.Join("  ", choices.Select(c => c.Label)));
        while (true)
        {
            string answer = (input.ReadLine() ?? throw NoAnswer()).Trim();
            int choice = answer.Length == 0 ? defaultChoice : Find(choices, answer);
            if (choice >= 0)
            {
                return choice;
            }
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw new NotSupportedException("This host reads plain lines only.");

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowed, PSCredentialUIOptions options) =>
        throw new NotSupportedException("This host reads plain lines only.");

    /// <summary>Labels look like "&amp;Yes": the letter after the ampersand is the short answer.</summary>
    private static int Find(Collection<ChoiceDescription> choices, string answer)
    {
        for (int i = 0; i < choices.Count; i++)
        {
            string label = choices[i].Label;
            int mark = label.IndexOf('&', StringComparison.Ordinal);
            string key = mark >= 0 && mark + 1 < label.Length ? label.Substring(mark + 1, 1) : "";
            if (answer.Equals(key, StringComparison.OrdinalIgnoreCase)
                || answer.Equals(label.Replace("&", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The engine colors its tables whatever the host is; taking the colors out again is the host's part.</summary>
    private string Rendered(string value) => GetOutputString(value, ansi);

    private static HostException NoAnswer() => new("A question was asked, and standard input has ended.");

    private void WriteQuestion(string caption, string message)
    {
        foreach (string line in new[] { caption, message }.Where(l => !string.IsNullOrEmpty(l)))
        {
            Output.WriteLine(line);
        }
    }
}
