using System.Management.Automation;
using PSContainer.Errors;

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

    private void DisposeWork()
    {
        _work?.Dispose();
        _targetPool?.Dispose();
        // What was not handed over: the call was stopped, or failed.
        _jobs.ForEach(static job => job.StopJob());
        _stop.Dispose();
    }

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

    private static ContainerException InputForMany() => new(
        "Command.InputForMany", ErrorKind.InvalidArgument, "Input can go to one container only, and more are meant.", null,
        "Name one, or run it without input.");
}
