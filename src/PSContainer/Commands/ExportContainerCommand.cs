using System.Management.Automation;
using PSContainer.Containers;

namespace PSContainer.Commands;

/// <summary>Writes the runtime spec of a container as an OCI bundle: a folder with a <c>config.json</c> that other runtimes run too.</summary>
[Cmdlet(VerbsData.Export, "Container", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(DirectoryInfo))]
public sealed class ExportContainerCommand : ContainerTargetCmdlet
{
    /// <summary>Exports the runtime spec.</summary>
    [Parameter(Mandatory = true)]
    public SwitchParameter Spec { get; set; }

    /// <summary>The bundle's folder; made where it is missing.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [Alias("Destination")]
    public string Path { get; set; } = "";

    /// <summary>Replaces a spec that lies there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives the bundle's folder.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process(Container container)
    {
        var export = new BundleExport(container);
        string folder = GetUnresolvedProviderPathFromPSPath(Path);
        if (!ShouldProcess(container.Name, $"Write the runtime spec to '{folder}'"))
        {
            return;
        }

        export.Write(folder, Force);
        export.Warnings.ForEach(WriteWarning);
        if (PassThru)
        {
            WriteObject(new DirectoryInfo(folder));
        }
    }
}
