namespace PSContainer.Launch;

/// <summary>
/// One step of a launch plan: data that says what is to be done, and the doing of it. A step is made before the clone and
/// carried out after it, so <see cref="Execute"/> allocates nothing unless it fails.
/// </summary>
internal abstract class LaunchStep
{
    /// <summary>The kind of step, the first word of the id of an error in it: <c>Mount</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What is done to what, for <c>-WhatIf</c> and for messages: <c>mount proc on /proc (nosuid, nodev)</c>.</summary>
    public abstract string Description { get; }

    /// <summary>Whether the launcher has something to do while the step is carried out, and so cannot sleep through the set-up.</summary>
    public virtual bool NeedsLauncher => false;

    /// <summary>Carries the step out in the calling process.</summary>
    /// <exception cref="Errors.LinuxException">A kernel call failed.</exception>
    public abstract void Execute(LaunchContext context);
}
