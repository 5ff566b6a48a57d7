using System.Diagnostics.CodeAnalysis;
using PSContainer.Errors;
using PSContainer.Launch;
using PSContainer.Protocol;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>Walks the plan: the child's part, from the clone to the command. Allocates nothing while all goes well.</summary>
internal sealed class ContainerChild
{
    private readonly LaunchPlan _plan;
    private readonly InitMode _init;
    private readonly ChildPeer _peer;
    private readonly LaunchContext _context;
    private LaunchStep? _step;

    private ContainerChild(LaunchPlan plan, InitMode init, SyncSocket sync, LaunchChannels channels)
    {
        _plan = plan;
        _init = init;
        _peer = new ChildPeer(sync.Child, channels.Start);
        _context = new LaunchContext
        {
            Peer = _peer, ConsoleSocket = channels.Console, SeccompListener = channels.Listener?.Word, HostProc = HostProc.Descriptor,
        };
    }

    /// <summary>Becomes the command, or the init. Never returns.</summary>
    [DoesNotReturn]
    public static void Run(LaunchPlan plan, InitMode init, SyncSocket sync, LaunchChannels channels)
    {
        var child = new ContainerChild(plan, init, sync, channels);
        try
        {
            DescriptorSweep.CloseAllBut(plan.PreservedDescriptors, [sync.Child, InitImage.Descriptor, .. channels.Descriptors]);
            Begin(sync.Child);
            child.Enter(channels);
            child.Walk(plan.SetupSteps);
            child.Finish();
        }
        catch (LinuxException error)
        {
            child._peer.Fail(child._step, error);
        }

        ChildProcess.Exit(ChildProcess.DiedInSetup);
    }

    private static void Begin(int sync)
    {
        // From here on whoever dies above ends this process too. Who died before has left the socket.
        LinuxException.Check(Prctl(PR_SET_PDEATHSIG, (nuint)SIGKILL), "prctl(PR_SET_PDEATHSIG)");
        SignalState.Reset();
        if (SyncSocket.Receive(sync, out _, out _) != SyncMessage.Go || SyncSocket.IsAbandoned(sync))
        {
            ChildProcess.Exit(ChildProcess.DiedInSetup);
        }

        // Nothing inside may look into the launcher while it still is one (its id maps had to be written before).
        LinuxException.Check(Prctl(PR_SET_DUMPABLE, 0), "prctl(PR_SET_DUMPABLE)");
    }

    private void Enter(LaunchChannels channels)
    {
        if (channels.CgroupEntries.Length > 0)
        {
            _step = new EnterCgroupStep(channels.CgroupEntries);
            _step.Execute(_context);
        }

        if (channels.Network >= 0)
        {
            _step = new EnterNetworkStep(channels.Network);
            _step.Execute(_context);
        }
    }

    private void Walk(IReadOnlyList<LaunchStep> steps)
    {
        for (int i = 0; i < steps.Count; i++)
        {
            _step = steps[i];
            _context.StepIndex = i;
            _step.Execute(_context);
        }
    }

    private void Finish()
    {
        int command = _init == InitMode.Wrap ? ProcessCloner.Clone(0) : 0;
        _context.IsInit = command != 0;
        Walk(_plan.ConfinementSteps);
        if (command == 0 && _plan.Command is { } execute)
        {
            _step = execute;
            execute.Execute(_context);
        }

        InitImage.Execute(command);
    }
}
