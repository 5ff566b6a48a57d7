using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSContainer.Configuration;

namespace PSContainer.Commands;

/// <summary>Completes the devices of the host.</summary>
public sealed class DeviceCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionWords.Complete(wordToComplete, DeviceFile.All().Select(static device =>
            (device.HostPath, $"{device.Node.Type} device {device.Node.Major}:{device.Node.Minor}")));
}
