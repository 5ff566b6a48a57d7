using System.Management.Automation;
using System.Management.Automation.Host;
using PSContainer.Client;
using PSContainer.Configuration;
using PSContainer.Errors;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Commands;

/// <content>Script blocks, and jobs of either kind.</content>
public sealed partial class InvokeContainerCommandCommand
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<ContainerJob> _jobs = [];
    private IContainerWork? _work;
    private ScriptPool? _targetPool;
    private ScriptCall? _call;
    private bool _takesInput;

    /// <summary>Runs the script block once for each object of the pipeline, which is <c>$_</c> there, in as many containers at once; results come in the order of completion. With containers to run in: in how many at once.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>Gives each object of the pipeline a container of its own.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter Isolated { get; set; }

    /// <summary>Brings the host's PowerShell in for a script block, read-only, also where the root has one of its own.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter MountPowerShell { get; set; }

    /// <summary>Where pwsh is in the container, for a script block. By default it is looked for, and the host's is brought in where there is none.</summary>
    [Parameter]
    public string? PowerShellPath { get; set; }

    /// <summary>Runs it in the background, and gives a job for each container.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <summary>The job's name.</summary>
    [Parameter]
    public string? JobName { get; set; }

    private bool RunsWork => AsJob || Command is ScriptBlock;

    private bool IsPool => _takesInput && (Isolated || (ParameterSetName == NewSet && MyInvocation.BoundParameters.ContainsKey(nameof(ThrottleLimit))));

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        _stop.Cancel();
        base.StopProcessing();
    }

    private void BeginWork()
    {
        if (Interactive && RunsWork)
        {
            throw new ContainerException(
                "Command.NotAtTerminal", ErrorKind.InvalidArgument, $"A {(AsJob ? "job" : "script block")} has no terminal.", CommandName,
                "Leave -Interactive out; Enter-PSSession with New-ContainerSession gives a prompt.");
        }

        _takesInput = MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));
        if (Command is not ScriptBlock block)
        {
            RefuseScriptParameters();
            return;
        }

        _call = new ScriptCall(
            IsPool ? ScriptText.PerInput(block) : ScriptText.Once(block, _takesInput), ArgumentList ?? [], UsingValues.Read(block, this));
    }

    private void AddToWork() => Require(() =>
    {
        bool maySayWhere = _targetsArePiped || (_work is null && _jobs.Count == 0);
        if (ParameterSetName == NewSet && maySayWhere && InputObject?.BaseObject is Container container)
        {
            _targetsArePiped = true;
            Attempt(() => BeginIn(container));
        }
        else if (maySayWhere && IsTarget(out ContainerImage? image))
        {
            _targetsArePiped = true;
            Attempt(() => RunToEndOf(image));
        }
        else if (_takesInput)
        {
            RefuseInput();
            AddInput();
        }
    });

    private void AddInput()
    {
        if (_jobs.Count == 0)
        {
            BeginInput();
        }

        _work?.Add(InputObject);
        _jobs.ForEach(job => job.Add(InputObject, _stop.Token));
    }

    private void BeginInput()
    {
        if (_work is not null)
        {
            return;
        }

        if (ParameterSetName == NewSet)
        {
            BeginNew();
        }
        else if (_targets.Length > 1)
        {
            throw InputForMany();
        }
        else
        {
            _targets.ToList().ForEach(BeginIn);
        }

        _work ??= _jobs.Count == 0 ? new NoWork() : null;
    }

    private void FinishWork() => Require(() =>
    {
        bool hasInput = _takesInput && !_targetsArePiped;
        if (hasInput && (ParameterSetName == NewSet || _targets.Length == 1) && _jobs.Count == 0)
        {
            BeginInput();
        }
        else if (!hasInput && !_targetsArePiped && ParameterSetName == NewSet)
        {
            BeginNew();
        }
        else if (!hasInput)
        {
            foreach (Container target in _targets)
            {
                Attempt(() => BeginIn(target));
            }
        }

        _work?.Finish();
        _targetPool?.Finish();
        _jobs.ForEach(static job => job.CompleteInput());
        _jobs.ForEach(WriteObject);
        _jobs.Clear();
    });

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

    private void DisposeWork()
    {
        _work?.Dispose();
        _targetPool?.Dispose();
        // What was not handed over: the call was stopped, or failed.
        _jobs.ForEach(static job => job.StopJob());
        _stop.Dispose();
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

    private void RefuseScriptParameters()
    {
        string[] given = [nameof(ThrottleLimit), nameof(Isolated), nameof(MountPowerShell), nameof(PowerShellPath)];
        if (given.FirstOrDefault(MyInvocation.BoundParameters.ContainsKey) is { } name)
        {
            throw new ContainerException(
                "Command.NoScriptBlock", ErrorKind.InvalidArgument, $"-{name} is for script blocks, and '{CommandName}' is a command.", CommandName,
                "Leave it out, or give a script block: Invoke-ContainerCommand { … }.");
        }
    }

    private static Func<T> FirstThen<T>(T first, Func<T> next)
    {
        bool taken = false;
        return () => taken ? next() : (taken = true, first).first;
    }

    private static ContainerException InputForMany() => new(
        "Command.InputForMany", ErrorKind.InvalidArgument, "Input can go to one container only, and more are meant.", null,
        "Name one, or run it without input.");
}
