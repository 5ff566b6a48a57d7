using System.Collections;
using System.Management.Automation;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>
/// Imports images: archives of Docker and of the OCI, compressed by gzip or zstd or not; OCI layouts; and root file systems, as archive or
/// folder, with what is known of the process to run.
/// </summary>
[Cmdlet(VerbsData.Import, "ContainerImage", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ContainerImage))]
public sealed class ImportContainerImageCommand : ImageCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string BytesSet = "InputObject";
    private const string BytesName = "The pipeline's archive";

    private ImportPipe? _pipe;

    /// <summary>Archives, OCI layouts or root file systems; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The same, taken as they are written.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>An archive's bytes, in as many pieces as they come in.</summary>
    [Parameter(ParameterSetName = BytesSet, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    public byte[] InputObject { get; set; } = [];

    /// <summary>The image's name, short or whole. Without it each image has the name that its archive gives it, or none.</summary>
    [Parameter]
    [Alias("Tag")]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string? Name { get; set; }

    /// <summary>Which of an image's platforms is imported; for a root file system, which it is for. That of this machine, if it is not given.</summary>
    [Parameter]
    [PlatformTransformation]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    public Platform Platform { get; set; } = Platform.Current;

    /// <summary>How many bytes of one archive or folder are taken, decompressed.</summary>
    [Parameter]
    [SizeTransformation]
    [ValidateRange(1, long.MaxValue)]
    public long MaximumSize { get; set; } = ImportOptions.DefaultMaximumSize;

    /// <summary>Takes what is given as a root file system, whatever it looks like.</summary>
    [Parameter]
    public SwitchParameter RootFileSystem { get; set; }

    /// <summary>Of a root file system: the command to run, which arguments replace.</summary>
    [Parameter]
    [CommandTransformation]
    public string[]? Command { get; set; }

    /// <summary>Of a root file system: the program to run, with its first arguments.</summary>
    [Parameter]
    [CommandTransformation]
    public string[]? Entrypoint { get; set; }

    /// <summary>Of a root file system: environment variables, names and values.</summary>
    [Parameter]
    [Alias("Env")]
    public Hashtable? Environment { get; set; }

    /// <summary>Of a root file system: the folder that the command starts in.</summary>
    [Parameter]
    public string? WorkingDirectory { get; set; }

    /// <summary>Of a root file system: the user that the command runs as, <c>name</c>, <c>uid</c> or <c>user:group</c>.</summary>
    [Parameter]
    public string? User { get; set; }

    /// <summary>Of a root file system: the image's labels, names and values.</summary>
    [Parameter]
    public Hashtable? Label { get; set; }

    /// <summary>Of a root file system: the folders that get volumes.</summary>
    [Parameter]
    public string[]? Volume { get; set; }

    /// <summary>Of a root file system: the ports that it serves, <c>80/tcp</c>.</summary>
    [Parameter]
    public string[]? ExposedPort { get; set; }

    /// <summary>Of a root file system: the signal that asks the command to end.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public string? StopSignal { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Require(() =>
    {
        // What is wrong with the parameters is said before anything is read.
        Configuration()?.Check();
        _ = Name is null ? null : Reference(Name);
    });

    /// <inheritdoc/>
    protected override void ProcessRecord() => Require(() =>
    {
        if (ParameterSetName == BytesSet)
        {
            Feed(InputObject);
            return;
        }

        foreach (string path in Paths())
        {
            Attempt(() => Import(path));
        }
    });

    /// <inheritdoc/>
    protected override void EndProcessing() => Require(() => WriteObject(_pipe?.Finish() ?? [], enumerateCollection: true));

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        _pipe?.Close();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pipe?.Dispose();
        }

        base.Dispose(disposing);
    }

    private IEnumerable<string> Paths() => ParameterSetName == LiteralPathSet
        ? LiteralPath.Select(HostPath)
        : Path.SelectMany(path => WildcardPattern.ContainsWildcardCharacters(path)
            ? SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _)
            : (IEnumerable<string>)[HostPath(path)]);

    private void Import(string path)
    {
        if (!ShouldProcess(path, "Import"))
        {
            return;
        }

        using var progress = new ImageProgress(this, "Importing images", path);
        WriteObject(new ImageImporter(Images, Options(progress.Add, WriteWarning)).Import(path), enumerateCollection: true);
    }

    // The importer reads what it needs when it needs it: it has a thread of its own, and the pipeline waits for it.
    private void Feed(byte[] bytes)
    {
        if (_pipe is null && !ShouldProcess(BytesName, "Import"))
        {
            return;
        }

        _pipe ??= new ImportPipe(archive => new ImageImporter(Images, Options(static _ => { }, static _ => { })).Import(archive, BytesName));
        _pipe.Write(bytes);
    }

    private ImportOptions Options(Action<long> progress, Action<string> warn) => new()
    {
        Name = Name is null ? null : Reference(Name), Platform = Platform, Launcher = ContainerHome.Launcher, MaximumSize = MaximumSize, Cancel = StopToken,
        IsRootFileSystem = RootFileSystem, Configure = Configuration() is { } given ? given.Apply : null, Progress = progress, Warn = warn,
    };

    private ImportConfiguration? Configuration()
    {
        var given = new ImportConfiguration
        {
            Command = Command, Entrypoint = Entrypoint, WorkingDirectory = WorkingDirectory, User = User, Volumes = Volume, ExposedPorts = ExposedPort,
            StopSignal = StopSignal, Environment = Environment is null ? null : TextPairs.Of(Environment), Labels = Label is null ? null : TextPairs.Of(Label),
        };
        return given.IsEmpty ? null : given;
    }
}
