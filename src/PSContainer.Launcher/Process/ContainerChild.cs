using System.Diagnostics.CodeAnalysis;
using PSContainer.Errors;
using PSContainer.Launch;
using PSContainer.Protocol;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>Walks the plan: the child's part, from the clone to the command. Allocates nothing while all goes well.</summary>
internal static class ContainerChild
{
    /// <summary>Becomes the command, or the init. Never returns.</summary>
    [DoesNotReturn]
    public static void Run(LaunchPlan plan, InitMode init, SyncSocket sync)
    {
        close(sync.Parent);
        int step = 0;
        try
        {
            Begin(sync.Child);
            var context = new LaunchContext();
            Walk(plan.SetupSteps, context, ref step);
            Finish(plan, init, context, ref step);
        }
        catch (LinuxException error)
        {
            SyncSocket.SendFailure(sync.Child, step, error);
        }

        ChildProcess.Exit(ChildProcess.DiedInSetup);
    }

    private static void Begin(int sync)
    {
        // From here on whoever dies above ends this process too; the message proves that the parent lived until now.
        LinuxException.Check(Prctl(PR_SET_PDEATHSIG, (nuint)SIGKILL), "prctl(PR_SET_PDEATHSIG)");
        SignalState.Reset();
        if (SyncSocket.Receive(sync, out _, out _) != SyncMessage.Go)
        {
            ChildProcess.Exit(ChildProcess.DiedInSetup);
        }

        // Nothing inside may look into the launcher while it still is one (its id maps had to be written before).
        LinuxException.Check(Prctl(PR_SET_DUMPABLE, 0), "prctl(PR_SET_DUMPABLE)");
    }

    private static void Walk(IReadOnlyList<LaunchStep> steps, LaunchContext context, ref int step)
    {
        for (int i = 0; i < steps.Count; i++, step++)
        {
            steps[i].Execute(context);
        }
    }

    private static void Finish(LaunchPlan plan, InitMode init, LaunchContext context, ref int step)
    {
        int command = init == InitMode.Wrap ? ProcessCloner.Clone(0) : 0;
        Walk(plan.ConfinementSteps, context, ref step);
        if (command == 0 && plan.Command is { } execute)
        {
            execute.Execute(context);
        }

        InitImage.Execute(command);
    }
}
