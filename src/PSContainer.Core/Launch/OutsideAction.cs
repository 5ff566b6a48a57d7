namespace PSContainer.Launch;

/// <summary>
/// One step of a launch plan that the launcher carries out on the process from outside, with rights that the process has not in its
/// own namespaces, before the process goes on.
/// </summary>
internal abstract class OutsideAction
{
    /// <inheritdoc cref="LaunchStep.Name"/>
    public abstract string Name { get; }

    /// <inheritdoc cref="LaunchStep.Description"/>
    public abstract string Description { get; }

    /// <summary>Whether it comes before the process joins its cgroup.</summary>
    public virtual bool IsBeforeCgroup => false;

    /// <summary>Carries it out.</summary>
    /// <param name="pid">The process, as the launcher sees it.</param>
    /// <exception cref="Errors.LinuxException">A kernel call failed.</exception>
    public abstract void Execute(int pid);
}
