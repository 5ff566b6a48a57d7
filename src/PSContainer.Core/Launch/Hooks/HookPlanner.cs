using PSContainer.Launch.Steps;
using PSContainer.Oci;

namespace PSContainer.Launch.Hooks;

/// <summary>Plans the hooks that a launch runs.</summary>
internal static class HookPlanner
{
    /// <summary>Those of the creation: everything is mounted, and the host's root is still there.</summary>
    public static void PlanCreation(List<LaunchStep> steps, RuntimeSpec spec, LaunchOptions options)
    {
        if (spec.Hooks is not { } hooks)
        {
            return;
        }

        if (hooks.Prestart is { Count: > 0 } || hooks.CreateRuntime is { Count: > 0 })
        {
            steps.Add(new RendezvousStep(LaunchMoment.BeforePivot, "run the prestart and createRuntime hooks outside"));
        }

        Add(steps, Hook.Of(hooks, HookKind.CreateContainer, options.Environment), spec, options, OciStatus.Creating);
    }

    /// <summary>Those just before the command. One that names no environment runs with the command's, as with runc.</summary>
    public static void PlanStart(List<LaunchStep> steps, RuntimeSpec spec, LaunchOptions options, HomeVariable? home)
    {
        if (spec.Hooks is { } hooks)
        {
            Add(steps, Hook.Of(hooks, HookKind.StartContainer, spec.Process?.Env ?? [], home), spec, options, OciStatus.Created);
        }
    }

    private static void Add(List<LaunchStep> steps, Hook[] hooks, RuntimeSpec spec, LaunchOptions options, OciStatus status)
    {
        foreach (Hook hook in hooks)
        {
            steps.Add(new HookStep(hook, new HookState(StateOf(spec, options, status))));
        }
    }

    private static OciState StateOf(RuntimeSpec spec, LaunchOptions options, OciStatus status) => new()
    {
        OciVersion = spec.OciVersion, Id = options.Id, Status = status, Bundle = options.Bundle, Annotations = spec.Annotations,
    };
}
