using System.Management.Automation;
using PSContainer.Configuration;

namespace PSContainer.Commands;

/// <summary>Makes a mount as an object, for <c>-Mount</c>. Nothing is mounted by it.</summary>
[Cmdlet(VerbsCommon.New, "ContainerMount", DefaultParameterSetName = BindSet)]
[OutputType(typeof(ContainerMount))]
public sealed class NewContainerMountCommand : PSCmdlet
{
    private const string BindSet = "Bind";
    private const string TypeSet = "Type";

    /// <summary>A file or folder of the host; what another file system takes as its source.</summary>
    [Parameter(ParameterSetName = BindSet, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = TypeSet)]
    [Alias("Src")]
    public string? Source { get; set; }

    /// <summary>Where in the container: an absolute path.</summary>
    [Parameter(ParameterSetName = BindSet, Mandatory = true, Position = 1)]
    [Parameter(ParameterSetName = TypeSet, Mandatory = true)]
    [Alias("Destination", "Dst")]
    public string Target { get; set; } = "";

    /// <summary>The type of file system. Without it, a file or folder of the host.</summary>
    [Parameter(ParameterSetName = TypeSet, Mandatory = true)]
    [ArgumentCompleter(typeof(MountTypeCompleter))]
    public string Type { get; set; } = MountTypes.Bind;

    /// <summary>Keeps the container from writing there.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>The size of a file system in memory, in bytes or with a unit: <c>64MB</c>.</summary>
    [Parameter(ParameterSetName = TypeSet)]
    [SizeTransformation]
    public long? Size { get; set; }

    /// <summary>More options, as mount(8) has them.</summary>
    [Parameter]
    [Alias("Option")]
    public string[] Options { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            WriteObject(new ContainerMount(MountBuilder.Build(Fields(), "The mount", GetUnresolvedProviderPathFromPSPath)));
        }
        catch (Errors.ContainerException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error));
        }
    }

    private MountFields Fields() => new()
    {
        Type = Type.ToLowerInvariant(), Source = Source, Target = Target,
        Options = [.. Options, .. ReadOnly ? ["ro"] : Array.Empty<string>(), .. Size is { } bytes ? [$"size={bytes}"] : Array.Empty<string>()],
    };
}
