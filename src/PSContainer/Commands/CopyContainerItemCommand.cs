using System.Management.Automation;
using PSContainer.Copying;
using PSContainer.Errors;

namespace PSContainer.Commands;

/// <summary>
/// Copies files and folders into a running container, or out of one, with their owners, modes and times. Paths of the container are
/// resolved inside its root, whatever links say.
/// </summary>
[Cmdlet(VerbsCommon.Copy, "ContainerItem", DefaultParameterSetName = ToSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileSystemInfo), ParameterSetName = [FromSet])]
[OutputType(typeof(string), ParameterSetName = [ToSet])]
public sealed class CopyContainerItemCommand : ContainerCmdlet
{
    private const string ToSet = "To";
    private const string FromSet = "From";

    private readonly CancellationTokenSource _stopping = new();
    private CopyPlace? _inside;
    private CopyPlace? _host;
    private string _container = "";

    /// <summary>What to copy; on the host wildcards are allowed. Files and folders come from the pipeline too.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerPathCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>Where to: a folder that is there takes in what is copied, by its own name; another path is the copy's.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(ContainerPathCompleter))]
    public string Destination { get; set; } = "";

    /// <summary>The container to copy into: its name, its id, or itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ToSet)]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    [ValidateNotNull]
    public object? ToContainer { get; set; }

    /// <summary>The container to copy out of: its name, its id, or itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromSet)]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    [ValidateNotNull]
    public object? FromContainer { get; set; }

    /// <summary>As for Copy-Item; folders are copied with all that is in them anyway.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Gives the copies: files and folders of the host as objects, those in a container as paths.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private bool Entering => ParameterSetName == ToSet;

    /// <inheritdoc/>
    protected override void BeginProcessing() => Require(() =>
    {
        if (Destination.Length == 0 || Destination.Contains('\0'))
        {
            throw new ContainerException("Path.Invalid", ErrorKind.InvalidArgument, "The destination is no path.", Destination, "Give one such as /tmp/.");
        }

        Container container = ContainerArgument.Find((Entering ? ToContainer : FromContainer)!, Store);
        _container = container.Name;
        _inside = CopyPlace.Of(container);
        _host = CopyPlace.OfHost();
    });

    /// <inheritdoc/>
    protected override void ProcessRecord() => Require(() =>
    {
        foreach (string path in Path)
        {
            Attempt(() => CopyAll(path));
        }
    });

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        _stopping.Cancel();
        base.StopProcessing();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inside?.Dispose();
            _host?.Dispose();
            _stopping.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CopyAll(string path)
    {
        string destination = Entering ? Destination : HostPath(Destination) + (Destination.EndsWith('/') ? "/" : "");
        foreach (string source in Entering ? HostItems(path) : [path])
        {
            string what = Entering ? $"{_container}:{Destination}" : Destination;
            if (ShouldProcess(what, $"Copy '{(Entering ? source : $"{_container}:{source}")}'"))
            {
                CopyOne(source, destination);
            }
        }
    }

    private void CopyOne(string source, string destination)
    {
        (CopyPlace from, CopyPlace to) = Entering ? (_host!, _inside!) : (_inside!, _host!);
        var progress = new CopyProgress(this, source, destination);
        var job = new CopyJob(from, to)
        {
            Progress = progress.Add, Error = error => WriteError(ErrorRecords.From(error)), Cancel = _stopping.Token,
        };
        string copy = new ItemCopier(from, to, job).Copy(source, destination);
        progress.Complete();
        if (PassThru)
        {
            WriteObject(Entering ? copy : Directory.Exists(copy) ? new DirectoryInfo(copy) : (object)new FileInfo(copy));
        }
    }

    private IEnumerable<string> HostItems(string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return [HostPath(path)];
        }

        var found = SessionState.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
        return provider.Name == "FileSystem" && found.Count > 0 ? found : throw CopyErrors.NotFound(path);
    }
}
