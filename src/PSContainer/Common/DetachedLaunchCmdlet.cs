using System.Management.Automation;
using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Protocol;

namespace PSContainer.Commands;

/// <summary>A cmdlet that makes a container which goes on by itself: its command, its name, and where its output goes.</summary>
public abstract partial class DetachedLaunchCmdlet : ContainerLaunchCmdlet
{
    /// <summary>The command: looked up in the container's PATH, or a path inside the container. Without it, an idle init.</summary>
    [Parameter(ParameterSetName = NewSet, Position = 0)]
    [CommandTransformation]
    public string? Command { get; set; }

    /// <summary>Its arguments: the rest of the line.</summary>
    [Parameter(ParameterSetName = NewSet, Position = 1, ValueFromRemainingArguments = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [Alias("Args")]
    public object?[] ArgumentList { get; set; } = [];

    /// <summary>The container's name: letters, digits and <c>_ + . -</c>. By default its short id.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>A file that the command's standard output goes to, made anew. By default it is logged.</summary>
    [Parameter]
    public string? RedirectStandardOutput { get; set; }

    /// <summary>A file that the command's standard error goes to, made anew. By default it is logged.</summary>
    [Parameter]
    public string? RedirectStandardError { get; set; }

    /// <summary>Starts a small init as process 1, which starts the command, forwards signals to it and reaps what is left behind.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter Init { get; set; }

    /// <summary>
    /// An image, whose files become the root and whose configuration says what the other parameters do not: its name, its id, or what
    /// <c>Get-ContainerImage</c> gives.
    /// </summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public override object? Image { get; set; }

    private protected ContainerRequest RequestNew(bool awaitsStart)
    {
        Configuration.ContainerOptions options = ReadOptions(CommandLine());
        InitMode init = options.Command.Count == 0 ? Protocol.InitMode.Idle : Init ? Protocol.InitMode.Wrap : Protocol.InitMode.None;
        return ContainerRequest.Detached(options, Store, Name, init, Monitor(init == Protocol.InitMode.Idle), awaitsStart, Storage);
    }

    private IReadOnlyList<string> CommandLine() => Command switch
    {
        null => [],
        "" => throw new ContainerException(
            "Command.Empty", ErrorKind.InvalidArgument, "The command is empty.", Command, "Give a command, or none for an idle container."),
        _ => CommandArguments.Of(Command, ArgumentList),
    };

    private protected Container Launch(ContainerRequest request)
    {
        using var streams = DetachedStreams.Open(File(RedirectStandardOutput), File(RedirectStandardError));
        using LauncherProcess launcher = LauncherProcess.Start(
            ContainerHome.Launcher, streams.Descriptors, new LauncherRequest { Launch = request.Launch }, request.Document(), () => Prepare(request));
        LauncherMessage message = launcher.Receive() ?? throw LauncherErrors.Died();
        if (message.Failure is { } failure)
        {
            throw failure.ToException();
        }

        RootCopy.Tell(this, message.HasCopiedRoot);
        return Look(request.Launch.Id);
    }

    // A container that has ended has no namespaces any more: one that is given back is looked at at once.
    private Container Look(string id)
    {
        var container = new Container(Store, Store.Read(id).Require());
        _ = container.Namespaces;
        return container;
    }

    private string? File(string? path) => path is null ? null : HostPath(path);
}
