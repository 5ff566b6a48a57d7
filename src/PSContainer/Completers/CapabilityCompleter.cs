using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSContainer.Oci;

namespace PSContainer.Commands;

/// <summary>Completes the names of capabilities, without their prefix unless it was typed.</summary>
public sealed class CapabilityCompleter : IArgumentCompleter
{
    private const string Prefix = "CAP_";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        bool full = wordToComplete.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
        return CompletionWords.Complete(
            wordToComplete,
            Capabilities.All.Append(Prefix + "ALL").Select(name => (full ? name : name[Prefix.Length..], $"capabilities(7): {name}")));
    }
}
