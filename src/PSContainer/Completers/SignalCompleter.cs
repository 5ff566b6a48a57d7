using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSContainer.Signals;

namespace PSContainer.Commands;

/// <summary>Completes the names of signals, with or without SIG in front.</summary>
public sealed class SignalCompleter : IArgumentCompleter
{
    private const string Prefix = "SIG";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = wordToComplete.Trim('\'', '"');
        bool isLong = typed.Length > 0 && Prefix.StartsWith(typed[..Math.Min(typed.Length, Prefix.Length)], StringComparison.OrdinalIgnoreCase);
        IEnumerable<int> all = SignalName.Named;
        return CompletionWords.Complete(
            wordToComplete, all.Select(number => (SignalName.Of(number)[Prefix.Length..], ToolTip(number)))
                .Concat(all.Where(_ => isLong).Select(number => (SignalName.Of(number), ToolTip(number)))));
    }

    private static string ToolTip(int number) => $"{SignalName.Of(number)} ({number}): {SignalName.DefaultAction(number)} by default";
}
