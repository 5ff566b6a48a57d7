using System.Management.Automation;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>Writes images to an archive that other programs read: Docker, Podman, skopeo.</summary>
[Cmdlet(VerbsData.Export, "ContainerImage", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportContainerImageCommand : ImageTargetCmdlet
{
    private readonly List<ContainerImage> _images = [];

    /// <summary>The archive's file.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [Alias("Destination")]
    public string Path { get; set; } = "";

    /// <summary>The archive's kind.</summary>
    [Parameter]
    public ArchiveFormat Format { get; set; } = ArchiveFormat.Docker;

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Require(() => _images.AddRange(Targets()));

    /// <inheritdoc/>
    protected override void EndProcessing() => Require(() =>
    {
        string path = HostPath(Path);
        if (_images.Count == 0 || !ShouldProcess(string.Join(", ", _images), $"Write to '{path}'"))
        {
            return;
        }

        using (var progress = new ImageProgress(this, "Exporting images", path))
        {
            new ImageExporter(Images, progress.Add, StopToken).Export(_images, Format, path, Force);
        }

        WriteObject(InvokeProvider.Item.Get([path], force: true, literalPath: true), enumerateCollection: true);
    });
}
