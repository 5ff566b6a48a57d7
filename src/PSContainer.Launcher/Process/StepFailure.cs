using PSContainer.Errors;
using PSContainer.Launch;

namespace PSContainer.Launcher.Process;

/// <summary>A step that failed in the child.</summary>
/// <param name="Name">The kind of step; see <see cref="LaunchStep.Name"/>.</param>
/// <param name="Description">What was to be done.</param>
/// <param name="Error">What failed in it.</param>
internal sealed record StepFailure(string Name, string Description, LinuxException Error);
