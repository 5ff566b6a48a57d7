using System.Collections;
using System.Management.Automation;
using PSContainer.Configuration;

namespace PSContainer.Commands;

/// <summary>
/// Makes a container whose command waits for <c>Start-Container</c>: of an OCI bundle, of a runtime spec, or of parameters.
/// </summary>
[Cmdlet(VerbsCommon.New, "Container", DefaultParameterSetName = NewSet, SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class NewContainerCommand : DetachedLaunchCmdlet
{
    private const string BundleSet = "Bundle";
    private const string SpecSet = "Spec";

    /// <summary>An OCI bundle: a folder with a <c>config.json</c>.</summary>
    [Parameter(ParameterSetName = BundleSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Bundle { get; set; } = "";

    /// <summary>
    /// An OCI runtime spec: the path of its file, or the spec itself as a hashtable or an object. Relative paths in it begin in
    /// the file's folder, else in the current location.
    /// </summary>
    [Parameter(ParameterSetName = SpecSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public object Spec { get; set; } = "";

    /// <summary>Environment variables of the command: names and values.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [Alias("Env")]
    public override Hashtable? Environment { get; set; }

    /// <summary>The command's working directory in the container. By default <c>/</c>.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [Alias("Cwd")]
    public override string WorkingDirectory { get; set; } = "/";

    /// <summary>The command's user, <c>USER[:GROUP]</c>: numbers, or names that the container's root knows. By default root.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ArgumentCompleter(typeof(UserCompleter))]
    public override string? User { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Require(() =>
    {
        ContainerRequest request = Prepared(Request());
        if (ShouldProcess(request.Describe(), $"Create container '{Name ?? request.Launch.Id}'?", "New-Container"))
        {
            WriteObject(Launch(request));
        }
    });

    private ContainerRequest Request() => ParameterSetName == NewSet
        ? RequestNew(awaitsStart: true)
        : ContainerRequest.Created(Document(), Store, Name, Monitor(isIdle: false));

    private SpecDocument Document() => (ParameterSetName, Bare(Spec)) switch
    {
        (BundleSet, _) => SpecDocument.OfBundle(HostPath(Bundle)),
        (_, string path) => SpecDocument.OfFile(HostPath(path)),
        (_, var spec) => SpecDocument.OfText(JsonOfObject.Write(spec), SessionState.Path.CurrentFileSystemLocation.ProviderPath),
    };

    private static object Bare(object value) => value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
}
