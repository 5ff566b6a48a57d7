namespace PSContainer.Launch;

/// <summary>When the launcher does something to a process that is set up.</summary>
internal enum OutsideMoment
{
    /// <summary>Before it joins its cgroup.</summary>
    BeforeCgroup,

    /// <summary>Before its first step.</summary>
    BeforeSetup,

    /// <summary>When its set-up is over: what keeps it from cloning helpers, or slows it down, comes last.</summary>
    BeforeCommand,
}

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

    /// <summary>When it is done.</summary>
    public virtual OutsideMoment Moment => OutsideMoment.BeforeSetup;

    /// <summary>Carries it out.</summary>
    /// <param name="pid">The process, as the launcher sees it.</param>
    /// <exception cref="Errors.LinuxException">A kernel call failed.</exception>
    public abstract void Execute(int pid);
}
