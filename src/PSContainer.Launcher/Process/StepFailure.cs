using PSContainer.Errors;

namespace PSContainer.Launcher.Process;

/// <summary>A step that failed in the child.</summary>
/// <param name="Step">Its index in the plan; negative while namespaces were joined, before the plan began.</param>
/// <param name="Error">What failed in it.</param>
internal sealed record StepFailure(int Step, LinuxException Error)
{
    /// <summary>The index that stands for joining namespaces.</summary>
    public const int JoiningNamespaces = -1;
}
