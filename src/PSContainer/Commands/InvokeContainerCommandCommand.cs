using System.Management.Automation;
using PSContainer.Errors;
using PSContainer.Protocol;

namespace PSContainer.Commands;

/// <summary>
/// Runs a command or a script block to its end, in a new container that goes with it, or in ones that run. What a command writes
/// comes out line by line as it is written, and its exit code is in $LASTEXITCODE; what a script block writes comes out as objects.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "ContainerCommand", DefaultParameterSetName = NewSet, SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(byte[]), typeof(PSObject), typeof(ContainerJob))]
public sealed partial class InvokeContainerCommandCommand : ContainerLaunchCmdlet
{
    private const string NameSet = "Name";
    private const string IdSet = "Id";

    private Container[] _targets = [];
    private CommandRun? _run;
    private bool _targetsArePiped;
    private bool _isFinished;

    /// <summary>
    /// The command: looked up in the container's PATH, or a path inside the container. Or a script block, which runs in a pwsh there.
    /// By default the image's command.
    /// </summary>
    [Parameter(Position = 0)]
    [AllowEmptyString]
    [ValidateNotNull]
    [CommandOrScriptTransformation]
    [Alias("ScriptBlock")]
    public object? Command { get; set; }

    /// <summary>Its arguments: the rest of the line.</summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [Alias("Args")]
    public object?[] ArgumentList { get; set; } = [];

    /// <summary>The names of containers that run, to run the command in; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = NameSet, Mandatory = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The ids of containers that run, to run the command in.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true)]
    [ArgumentCompleter(typeof(ContainerIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>Containers to run the command in; anything else is the command's standard input, text line by line and bytes as they are.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    /// <summary>Starts a small init as process 1, which starts the command, forwards signals to it and reaps what is left behind.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter Init { get; set; }

    private string CommandName => Command as string ?? "the image's command";

    private IReadOnlyList<string> CommandLine => Command is string command ? CommandArguments.Of(command, ArgumentList) : [];

    // In a container that runs there is no image's.
    private IReadOnlyList<string> GivenCommandLine => Command is string ? CommandLine : throw NoCommand();

    /// <inheritdoc/>
    protected override void BeginProcessing() => Require(() =>
    {
        if (Command is "" || (Command is null && Image is null && !MyInvocation.ExpectingInput))
        {
            throw new ContainerException(
                "Command.Empty", ErrorKind.InvalidArgument, "The command is empty.", Command as string ?? "", "Give a command: Invoke-ContainerCommand -- sh -c 'id'.");
        }

        RefuseBytesOfObjects();
        BeginWork();
        OpenTerminal();

        _targets = ParameterSetName switch
        {
            NameSet => [.. ContainerSearch.ByName(Store, Name, WriteError)],
            IdSet => [.. ContainerSearch.ById(Store, Id, WriteError)],
            _ => [],
        };
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (RunsWork)
        {
            AddToWork();
        }
        else if (ParameterSetName == NewSet && _run is null && InputObject?.BaseObject is Container container)
        {
            _targetsArePiped = true;
            RunToEnd(container);
        }
        else if (IsTarget(out ContainerImage? image) && _run is null)
        {
            _targetsArePiped = true;
            RunToEnd(image);
        }
        else if (MyInvocation.ExpectingInput && !_isFinished)
        {
            Require(AddToRun);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_isFinished)
        {
            return;
        }

        if (RunsWork)
        {
            FinishWork();
            return;
        }

        if (_terminal is not null && ParameterSetName == NewSet)
        {
            Require(() => RunNewAtTerminal());
            return;
        }

        if (_run is not null || (ParameterSetName == NewSet && !_targetsArePiped))
        {
            Require(() => (_run ??= StartNew(MyInvocation.ExpectingInput))?.Finish());
            return;
        }

        foreach (Container container in _targets)
        {
            RunToEnd(container);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _run?.Dispose();
            _terminal?.Dispose();
            DisposeWork();
        }

        base.Dispose(disposing);
    }

    private CommandRun? StartWithInput() => (ParameterSetName, _targets.Length) switch
    {
        (NewSet, _) => StartNew(withInput: true),
        (_, 0) => null,
        (_, 1) => StartIn(_targets[0], withInput: true),
        _ => throw InputForMany(),
    };

    private CommandRun? StartNew(bool withInput)
    {
        ContainerRequest request = RequestNew();
        return ShouldProcess(request.Describe(), $"Run '{CommandName}' in a new container?", "Invoke-ContainerCommand")
            ? Start(new LauncherRequest { Launch = request.Launch }, request.Document(), withInput, () => Prepare(request))
            : null;
    }

    private ContainerRequest RequestNew()
    {
        Configuration.ContainerOptions options = ReadOptions(CommandLine);
        return options.Command.Count > 0
            ? ContainerRequest.Foreground(options, Store, Init ? InitMode.Wrap : InitMode.None, Storage)
            : throw NoCommand();
    }

    private ContainerException NoCommand() => new(
        "Command.Empty", ErrorKind.InvalidArgument, Image is null ? "There is no command." : "There is no command, and the image names none.", null,
        "Give a command: Invoke-ContainerCommand -- sh -c 'id'.");

    private bool IsTarget([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ContainerImage? image)
    {
        image = ParameterSetName == NewSet && !MyInvocation.BoundParameters.ContainsKey(nameof(Image)) ? InputObject?.BaseObject as ContainerImage : null;
        return image is not null;
    }

    // One after the other, each in a container of its own.
    private void RunToEnd(ContainerImage image) => Attempt(() =>
    {
        Image = image;
        if (_terminal is not null)
        {
            RunNewAtTerminal(isPiped: true);
            return;
        }

        using CommandRun? run = StartNew(withInput: false);
        run?.Finish();
    });

    private CommandRun? StartIn(Container container, bool withInput) => AskToRunIn(container)
        ? Start(ExecuteIn(container), ProcessRequest.Create(container, GivenCommandLine, User, TextPairs.Of(Environment), BoundWorkingDirectory), withInput)
        : null;

    private bool AskToRunIn(Container container)
    {
        if (!ShouldProcess(container.Name, $"Run {Launch.CommandLine.Quote(GivenCommandLine)}"))
        {
            return false;
        }

        // Its control group would hold the command too, and nobody would know what is waited for.
        container.Refresh();
        if (container.Status == State.ContainerStatus.Paused)
        {
            throw new ContainerException(
                "Container.Paused", ErrorKind.InvalidState, $"The container '{container.Name}' is suspended: nothing runs in it.", container.Name, "Resume-Container lets it go on.");
        }

        return true;
    }

    private LauncherRequest ExecuteIn(Container container) => new() { Execute = new ExecuteRequest { Id = container.Id, StateRoot = Store.Root.Path } };

    private string? BoundWorkingDirectory => MyInvocation.BoundParameters.ContainsKey(nameof(WorkingDirectory)) ? WorkingDirectory : null;

    private CommandRun Start(LauncherRequest request, byte[] document, bool withInput, Action? prepare = null) =>
        new(this, CommandName, request, document, withInput, Form, Cancel, prepare);

    private void RunToEnd(Container container) => Attempt(() =>
    {
        try
        {
            if (_terminal is not null)
            {
                RunAtTerminal(container);
                return;
            }

            using CommandRun? run = StartIn(container, withInput: false);
            run?.Finish();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    });
}
