using System.Globalization;
using System.Text;

namespace PSContainer.Launch;

/// <summary>Everything that a launch will do, in order, worked out before anything is done.</summary>
internal sealed class LaunchPlan
{
    /// <summary>The namespaces to make and to join, and their maps.</summary>
    public required NamespacePlan Namespaces { get; init; }

    /// <summary>What the launcher does to the process from outside before its first step.</summary>
    public IReadOnlyList<OutsideAction> OutsideActions { get; init; } = [];

    /// <summary>The steps that make the container, carried out by its first process.</summary>
    public required IReadOnlyList<LaunchStep> SetupSteps { get; init; }

    /// <summary>The steps after which a process may do no more than the command may; with an init, both take them.</summary>
    public required IReadOnlyList<LaunchStep> ConfinementSteps { get; init; }

    /// <summary>The last step, which becomes the command; null where there is none.</summary>
    public LaunchStep? Command { get; init; }

    /// <summary>Whether a step writes to the host's procfs.</summary>
    public bool NeedsHostProc => Steps.Any(static step => step is Steps.SecurityLabelStep);

    /// <summary>Whether the launcher has something to do for the process while it is set up.</summary>
    public bool NeedsLauncher => Namespaces.IdMaps is not null || OutsideActions.Count > 0 || Steps.Any(static step => step.NeedsLauncher);

    /// <summary>Whether a step makes a seccomp listener, which somebody has to hand on.</summary>
    public bool HasListener { get; init; }

    /// <summary>How many of the caller's descriptors, from 3 on, the command gets.</summary>
    public uint PreservedDescriptors { get; init; }

    /// <summary>All, in order: a step's index here is what a failure is reported by.</summary>
    public IEnumerable<LaunchStep> Steps => SetupSteps.Concat(ConfinementSteps).Concat(Command is null ? [] : [Command]);

    /// <summary>The plan as numbered lines, as <c>-WhatIf</c> shows it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        int number = 1;
        foreach (string line in Namespaces.Describe().Concat(OutsideActions.Select(static action => action.Description)).Concat(Steps.Select(static step => step.Description)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{number++,3}. {line}\n");
        }

        return text.ToString();
    }
}
