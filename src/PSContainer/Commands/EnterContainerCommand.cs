using System.Management.Automation;
using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Protocol;
using PSContainer.State;
using PSContainer.Terminals;

namespace PSContainer.Commands;

/// <summary>
/// Opens a shell, or another command, in a container that runs, with a terminal of its own that is shown at the session's. Its exit
/// code is in $LASTEXITCODE.
/// </summary>
[Cmdlet(VerbsCommon.Enter, "Container", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class EnterContainerCommand : ContainerCmdlet
{
    private const string NameSet = "Name";
    private const string IdSet = "Id";

    /// <summary>The container. With it the first word of the line is the command.</summary>
    [Parameter(ParameterSetName = NameSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Container? Container { get; set; }

    /// <summary>The container's name; a wildcard has to match one only.</summary>
    [Parameter(ParameterSetName = NameSet, Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    public string? Name { get; set; }

    /// <summary>The container's id, or as much of it as no other's begins with.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true)]
    [ArgumentCompleter(typeof(ContainerIdCompleter))]
    public string Id { get; set; } = "";

    /// <summary>The command. By default the user's shell, else bash, else sh.</summary>
    [Parameter(ParameterSetName = NameSet, Position = 1)]
    [Parameter(ParameterSetName = IdSet, Position = 0)]
    [CommandTransformation]
    public string? Command { get; set; }

    /// <summary>Its arguments: the rest of the line.</summary>
    [Parameter(ValueFromRemainingArguments = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [Alias("Args")]
    public object?[] ArgumentList { get; set; } = [];

    /// <summary>The command's user, <c>USER[:GROUP]</c>: numbers, or names that the container's root knows. By default the container's own.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string? User { get; set; }

    /// <summary>Environment variables of the command: names and values.</summary>
    [Parameter]
    [Alias("Env")]
    public System.Collections.Hashtable? Environment { get; set; }

    /// <summary>The command's working directory in the container. By default that of the container's own command.</summary>
    [Parameter]
    [Alias("Cwd")]
    public string? WorkingDirectory { get; set; }

    /// <summary>The keys that leave the container: <c>Ctrl+P,Ctrl+Q</c>, or others; <c>None</c> for none.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DetachKeysCompleter))]
    public string[] DetachKeys { get; set; } = [Terminals.DetachKeys.Default];

    /// <summary>Shows the terminal that the container itself was started with, rather than to start a command.</summary>
    [Parameter]
    public SwitchParameter Attach { get; set; }

    private IReadOnlyList<string> CommandLine => (Container, Name, Command) switch
    {
        ({ }, { } first, null) => CommandArguments.Of(first, ArgumentList),
        ({ }, { } first, { } second) => CommandArguments.Of(first, [second, .. ArgumentList]),
        (_, _, { } command) => CommandArguments.Of(command, ArgumentList),
        _ => [],
    };

    /// <inheritdoc/>
    protected override void ProcessRecord() => Require(() =>
    {
        var keys = Terminals.DetachKeys.Parse(string.Join(',', DetachKeys));
        if (CommandLine is ["", ..])
        {
            throw new ContainerException("Command.Empty", ErrorKind.InvalidArgument, "The command is empty.", Command, "Give a command, or none for a shell.");
        }

        RefuseCommandToAttach();
        if (Target() is not { } container)
        {
            return;
        }

        container.Refresh();
        RefuseIdle(container);
        if (ShouldProcess(container.Name, Attach ? "Attach to the terminal" : "Enter"))
        {
            Enter(container, keys);
        }
    });

    private void RefuseCommandToAttach()
    {
        if (Attach && (CommandLine.Count > 0 || (User ?? WorkingDirectory ?? (object?)Environment) is not null))
        {
            throw new ContainerException(
                "Terminal.AttachOnly", ErrorKind.InvalidArgument, "-Attach shows what the container runs already: it takes no command, user, environment or folder.", "-Attach",
                "Leave them out, or -Attach.");
        }
    }

    private void Enter(Container container, DetachKeys keys)
    {
        IReadOnlyDictionary<string, string> environment = TextPairs.Of(Environment);
        using TerminalRun run = TerminalRun.Open(this, keys, environment);
        if (Attach)
        {
            run.Attach(container, Cancel);
            return;
        }

        byte[] process = ProcessRequest.Create(
            container, CommandLine, User, environment, WorkingDirectory, process =>
            {
                run.Prepare(process);
                process.Args = CommandLine.Count == 0 ? [ShellFinder.Find(container, process.User.Uid)] : process.Args;
            });
        var execute = new ExecuteRequest { Id = container.Id, StateRoot = Store.Root.Path };
        run.Run(new LauncherRequest { Execute = execute, Console = true }, process, Cancel);
    }

    private Container? Target()
    {
        List<Container> found = (Container, ParameterSetName, Name) switch
        {
            ({ } container, _, _) => [container],
            (_, IdSet, _) => [.. ContainerSearch.ById(Store, [Id], WriteError)],
            (_, _, { } name) => [.. ContainerSearch.ByName(Store, [name], WriteError)],
            _ => throw new ContainerException(
                "Container.NotNamed", ErrorKind.InvalidArgument, "No container is named.", null, "Give its name: Enter-Container NAME; or bring it by the pipeline."),
        };
        return found.Count <= 1 ? found.FirstOrDefault() : throw new ContainerException(
            "Container.Ambiguous", ErrorKind.InvalidArgument, $"Only one container can be entered, and '{Name}' means {found.Count}: {string.Join(", ", found.Select(static one => one.Name))}.",
            Name, "Name one.");
    }

    private void RefuseIdle(Container container)
    {
        if (Attach && container.Status is (ContainerStatus.Created or ContainerStatus.Paused))
        {
            return;
        }

        if (container.Status == ContainerStatus.Paused)
        {
            throw new ContainerException(
                "Container.Paused", ErrorKind.InvalidState, $"The container '{container.Name}' is suspended: nothing runs in it.", container.Name,
                "Resume-Container lets it go on.");
        }

        if (container.Status != ContainerStatus.Running)
        {
            throw ContainerErrors.NotRunning(container.Id);
        }
    }
}
