using System.Management.Automation;
using System.Management.Automation.Host;
using PSContainer.Client;
using PSContainer.Configuration;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Commands;

/// <content>How the containers of script blocks and jobs come to be.</content>
public sealed partial class InvokeContainerCommandCommand
{
    private void BeginNew()
    {
        if (_call is null)
        {
            BeginCommand(
                () => RequestNew() is var request && ShouldProcess(request.Describe(), "Run in a new container?", "Invoke-ContainerCommand")
                    ? PowerShellServer.InNew(request) : null);
            return;
        }

        // All that is asked of PowerShell is asked here: a job's containers are made on its own thread.
        ContainerOptions options = SessionOptions();
        StateStore store = Store;
        InitMode init = InitMode;
        LaunchStorage? storage = Storage;
        ContainerRequest New() => ContainerRequest.Session(options, store, name: null, init, storage);
        ContainerRequest first = New();
        if (!ShouldProcess(first.Describe(), "Run a script block in a new container?", "Invoke-ContainerCommand"))
        {
            return;
        }

        // The first is as good as any other: it is what was shown.
        Func<ProcessStart> start = FirstThen(PowerShellServer.InNew(first), () => PowerShellServer.InNew(New()));
        ScriptCall call = _call;
        bool hasInput = _takesInput && !_targetsArePiped, isPool = IsPool && hasInput, isolated = Isolated;
        int limit = isPool ? ThrottleLimit : 1;
        PSHost? host = AsJob ? null : ScriptHost();
        Begin(first.Launch.Name ?? ContainerId.ShortId(first.Launch.Id), (sink, stop) =>
        {
            var pool = new ScriptPool(limit, host, sink, stop) { ClosesEach = isolated };
            return isPool ? new PooledScript(pool, call, start) : new StreamedScript(pool, call, start(), hasInput);
        });
    }

    // A job of each at once; a script block in one after the other.
    private void RunToEndOf(ContainerImage image)
    {
        Image = image;
        BeginNew();
        _work?.Finish();
        _work?.Dispose();
        _work = null;
    }

    private void BeginIn(Container container)
    {
        bool hasInput = _takesInput && !_targetsArePiped;
        if (_call is not { } call)
        {
            BeginCommand(() => StartOfCommandIn(container));
            return;
        }

        PowerShellServer.RequireRunning(container);
        PowerShellPlace place = PowerShellFinder.Find(container, PowerShellHost.Current, PowerShellPath);
        if (!ShouldProcess(container.Name, "Run a script block"))
        {
            return;
        }

        ProcessStart start = PowerShellServer.In(container, place, User, TextPairs.Of(Environment), BoundWorkingDirectory);
        PSHost? host = AsJob ? null : ScriptHost();
        if (AsJob || hasInput)
        {
            Begin(container.Name, (sink, stop) => new StreamedScript(
                new ScriptPool(1, host, sink, stop) { GoesOnWithoutSession = true }, call, start, hasInput));
            return;
        }

        _targetPool ??= new ScriptPool(ThrottleLimit, host, new CmdletSink(this, passesThrows: !_targetsArePiped && _targets.Length == 1), _stop.Token) { ClosesEach = true, GoesOnWithoutSession = true };
        _targetPool.Begin(call, () => start, null);
    }

    private void BeginCommand(Func<ProcessStart?> start)
    {
        if (start() is not { } process)
        {
            return;
        }

        var job = new ContainerJob(Launch.CommandLine.Quote(CommandLine), JobName, process.ContainerName, _takesInput && !_targetsArePiped);
        bool asBytes = AsByteStream;
        job.Begin((_, stop) => new CommandJob(job, process, CommandName, asBytes, stop));
        Keep(job);
    }

    private void Begin(string containerName, Func<IScriptSink, CancellationToken, IContainerWork> create)
    {
        if (!AsJob)
        {
            _work = create(new CmdletSink(this, passesThrows: !IsPool), _stop.Token);
            return;
        }

        var job = new ContainerJob(Command!.ToString()!, JobName, containerName, _takesInput && !_targetsArePiped);
        job.Begin(create);
        Keep(job);
    }

    private void Keep(ContainerJob job)
    {
        _jobs.Add(job);
        JobRepository.Add(job);
    }

    private InitMode InitMode => Init ? InitMode.Wrap : InitMode.None;

    private ContainerOptions SessionOptions()
    {
        ContainerOptions options = ReadOptions([]);
        PowerShellFinder.Find(options, PowerShellHost.Current, PowerShellPath, MountPowerShell).ApplyTo(options);
        return options;
    }

    private ProcessStart? StartOfCommandIn(Container container)
    {
        PowerShellServer.RequireRunning(container);
        return ShouldProcess(container.Name, $"Run {Launch.CommandLine.Quote(GivenCommandLine)}")
            ? PowerShellServer.In(container, GivenCommandLine, User, TextPairs.Of(Environment), BoundWorkingDirectory)
            : null;
    }

    private ScriptBlockHost ScriptHost() => new(Host, Shows("Verbose", "VerbosePreference"), Shows("Debug", "DebugPreference"));

    private bool Shows(string parameter, string preference) => MyInvocation.BoundParameters.TryGetValue(parameter, out object? given)
        ? LanguagePrimitives.IsTrue(given)
        : GetVariableValue(preference) is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private static Func<T> FirstThen<T>(T first, Func<T> next)
    {
        bool taken = false;
        return () => taken ? next() : (taken = true, first).first;
    }
}
