using System.Management.Automation;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>The image store of the session in which Tab is pressed.</summary>
internal static class CompletionStore
{
    /// <summary>Opens it.</summary>
    public static ImageStore Open() =>
        ScriptBlock.Create("$PSContainerStore").Invoke().FirstOrDefault()?.ToString() is { Length: > 0 } chosen ? new ImageStore(chosen) : ImageHome.OpenStore();
}
