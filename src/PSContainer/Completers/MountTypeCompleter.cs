using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSContainer.Configuration;

namespace PSContainer.Commands;

/// <summary>Completes the types of mounts.</summary>
public sealed class MountTypeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionWords.Complete(wordToComplete, MountTypes.All.Select(static type => (type, type switch
        {
            MountTypes.Bind => "A file or folder of the host",
            MountTypes.Tmpfs => "A file system in memory",
            _ => $"The kernel's {type} file system",
        })));
}
