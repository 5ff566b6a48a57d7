using System.Management.Automation;
using Microsoft.Win32.SafeHandles;
using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Protocol;

namespace PSContainer.Commands;

/// <summary>
/// Makes a container and starts a command in it, or without a command an idle init that holds its namespaces; gives back the
/// container at once. It goes on when the session ends.
/// </summary>
[Cmdlet(VerbsCommon.New, "NamespacedProcess", DefaultParameterSetName = NewSet, SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class NewNamespacedProcessCommand : ContainerLaunchCmdlet
{
    /// <summary>The command: looked up in the container's PATH, or a path inside the container. Without it, an idle init.</summary>
    [Parameter(Position = 0)]
    [CommandTransformation]
    public string? Command { get; set; }

    /// <summary>Its arguments: the rest of the line.</summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [Alias("Args")]
    public object?[] ArgumentList { get; set; } = [];

    /// <summary>The container's name: letters, digits and <c>_ + . -</c>. By default its short id.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>A file that the command's standard output goes to, made anew. By default the console.</summary>
    [Parameter]
    public string? RedirectStandardOutput { get; set; }

    /// <summary>A file that the command's standard error goes to, made anew. By default the console.</summary>
    [Parameter]
    public string? RedirectStandardError { get; set; }

    /// <summary>Starts a small init as process 1, which starts the command, forwards signals to it and reaps what is left behind.</summary>
    [Parameter]
    public SwitchParameter Init { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Require(() =>
    {
        ContainerRequest request = ContainerRequest.Create(ReadOptions(CommandLine()), Store, Name, detached: true, InitMode());
        if (ShouldProcess(request.Describe(), $"Start container '{Name ?? request.Launch.Id}'?", "New-NamespacedProcess"))
        {
            WriteObject(Launch(request));
        }
    });

    private IReadOnlyList<string> CommandLine() => Command switch
    {
        null => [],
        "" => throw new ContainerException(
            "Command.Empty", ErrorKind.InvalidArgument, "The command is empty.", Command, "Give a command, or none for an idle container."),
        _ => CommandArguments.Of(Command, ArgumentList),
    };

    private InitMode InitMode() => Command is null ? Protocol.InitMode.Idle : Init ? Protocol.InitMode.Wrap : Protocol.InitMode.None;

    private Container Launch(ContainerRequest request)
    {
        using var streams = DetachedStreams.Open(File(RedirectStandardOutput), File(RedirectStandardError), idle: Command is null);
        using LauncherProcess launcher = LauncherProcess.Start(
            ContainerHome.Launcher, streams.Descriptors, new LauncherRequest { Launch = request.Launch }, request.Document());
        return launcher.Receive() switch
        {
            { Kind: LauncherMessageKind.Created } => new Container(Store, Store.Read(request.Launch.Id).Require()),
            { Failure: { } failure } => throw failure.ToException(),
            _ => throw LauncherErrors.Died(),
        };
    }

    private string? File(string? path) => path is null ? null : HostPath(path);
}
