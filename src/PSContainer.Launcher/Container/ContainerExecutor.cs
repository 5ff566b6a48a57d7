using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Events;
using PSContainer.Launch;
using PSContainer.Launcher.Process;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.State;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Container;

/// <summary>Runs one more process in a container that is there, by its rules.</summary>
internal sealed class ContainerExecutor(ContainerTarget target, ProcessSpec process, ILaunchReporter reporter, ExecutorOptions options)
{
    /// <summary>Answers a request of the module.</summary>
    public static void Run(ExecuteRequest request, byte[] processDocument, ILaunchReporter reporter, int consoleSocket)
    {
        ProcessSpec process = RuntimeSpecReader.ReadProcess(processDocument);
        ContainerTarget target = ContainerTarget.Open(request.StateRoot, request.Id);
        new ContainerExecutor(target, process, reporter, new ExecutorOptions { IgnoresPause = true, ConsoleSocket = consoleSocket }).Run();
    }

    /// <summary>Runs it to its end; where it goes on alone, until it is there.</summary>
    public ExitResult Run()
    {
        RefusePaused();
        using ExecutorCgroup cgroup = OpenCgroup();
        RuntimeSpec? container = target.Folder.ReadSpec() is { } document ? RuntimeSpecReader.Read(document) : null;
        LaunchPlan plan = Plan(container);
        int signals = options.Leaves ? -1 : ContainerWatcher.OpenSignals();
        long kills = cgroup.OomKills;
        using CgroupEntries entries = Living(cgroup.OpenEntries);
        var channels = new LaunchChannels
        {
            Console = options.ConsoleSocket, CgroupEntries = entries.Descriptors,
            Listener = SeccompListener.For(container?.Linux?.Seccomp, target.State.ToOci(ContainerStatus.Running)),
        };
        int pid = ContainerProcess.Start(plan, InitMode.None, cgroup.Descriptor, pid => Enter(pid, cgroup), channels);
        Announce(pid);
        return options.Leaves ? default : Watch(pid, signals, cgroup, kills);
    }

    private ExecutorCgroup OpenCgroup() => Living(() => ExecutorCgroup.Of(target, options.Cgroups));

    // A cgroup that is gone went with its container.
    private T Living<T>(Func<T> open)
    {
        try
        {
            return open();
        }
        catch (ContainerException error) when (error.ErrorId.StartsWith("Cgroup.", StringComparison.Ordinal) && error.Kind == ErrorKind.NotFound)
        {
            target.VerifyAlive();
            throw;
        }
    }

    private ExitResult Watch(int pid, int signals, ExecutorCgroup cgroup, long kills)
    {
        if (!ContainerWatcher.Await(pid, signals, reporter.CallerSocket))
        {
            // It leads a session and group of its own, which cannot be another's while its leader has not been waited for.
            kill(-pid, SIGKILL);
        }

        ExitResult result = MemoryKills.Told(ChildProcess.Wait(pid), cgroup.Group, kills);
        if (result.OomKilled)
        {
            target.Folder.Update(static state => state.OomKilled = true);
            if (target.State.Monitor is not null)
            {
                EventJournal.Append(target.Root, [ContainerEventType.OomKilled], target.State);
            }
        }

        reporter.Exited(result);
        return result;
    }

    private void Announce(int pid)
    {
        try
        {
            options.Made?.Invoke(pid);
        }
        catch
        {
            ChildProcess.KillAndReap(pid);
            throw;
        }

        reporter.Created(pid, hasCopiedRoot: false);
    }

    private void Enter(int pid, ExecutorCgroup cgroup)
    {
        target.VerifyAlive();
        cgroup.Attach(pid);
    }

    private void RefusePaused()
    {
        if (!options.IgnoresPause && StoredContainer.IsFrozen(target.State))
        {
            throw new ContainerException(
                "Container.Paused", ErrorKind.InvalidState, $"cannot exec in a paused container: {target.State.Id}", target.State.Id,
                "Resume it first, or use --ignore-paused.");
        }
    }

    // What the container forbids, it forbids this process too.
    private LaunchPlan Plan(RuntimeSpec? container)
    {
        var spec = new RuntimeSpec
        {
            Process = process,
            Linux = new LinuxSpec
            {
                Namespaces = [.. target.Joins().Select(static join => new LinuxNamespace { Type = join.Kind, Path = join.Path })],
                Seccomp = container?.Linux?.Seccomp, MemoryPolicy = container?.Linux?.MemoryPolicy,
                Personality = container?.Linux?.Personality,
            },
        };
        var planOptions = new LaunchOptions
        {
            Id = target.State.Id, OutlivesLauncher = options.Leaves, PreservedDescriptors = options.PreservedDescriptors, IsExec = true,
            OwnsStreams = options.AsOtherRuntimes, LooksHomeUp = options.AsOtherRuntimes,
            PlainTerminal = options.RelaysConsole, ResetsAffinity = options.AsOtherRuntimes,
        };
        LaunchPlan plan = LaunchPlanner.Plan(spec, HostFacts.Read(target.State.Pid), planOptions);
        foreach (string line in options.Trace is null ? [] : plan.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            options.Trace!(line.TrimStart());
        }

        return plan;
    }
}
