using System.Management.Automation;
using PSContainer.Containers;

namespace PSContainer.Commands;

/// <summary>Writes the runtime spec of a container as an OCI bundle: a folder with a <c>config.json</c> that other runtimes run too.</summary>
[Cmdlet(VerbsData.Export, "Container", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(DirectoryInfo))]
public sealed class ExportContainerCommand : ContainerTargetCmdlet
{
    /// <summary>The folder that the runtime spec is written to as a bundle; made where it is missing.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [Alias("Path", "Destination")]
    public string Spec { get; set; } = "";

    /// <summary>Replaces a spec that lies there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Process(Container container)
    {
        var export = new BundleExport(container);
        string folder = HostPath(Spec);
        if (!ShouldProcess(container.Name, $"Write the runtime spec to '{folder}'"))
        {
            return;
        }

        export.Write(folder, Force);
        export.Warnings.ForEach(WriteWarning);
        WriteObject(InvokeProvider.Item.Get([folder], force: true, literalPath: true), enumerateCollection: true);
    }
}
