using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>Gets the images in the user's store.</summary>
[Cmdlet(VerbsCommon.Get, "ContainerImage", DefaultParameterSetName = "Name")]
[OutputType(typeof(ContainerImage))]
public sealed class GetContainerImageCommand : ImageCmdlet
{
    /// <summary>Their names, short or whole; wildcards are allowed. Without it, and without an id, all are given.</summary>
    [Parameter(ParameterSetName = "Name", Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Their ids or digests, or as much of each as no other's begins with.</summary>
    [Parameter(ParameterSetName = "Id", Mandatory = true)]
    [ArgumentCompleter(typeof(ImageIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => Require(() =>
    {
        foreach (ContainerImage image in Find())
        {
            WriteObject(image);
        }
    });

    private IEnumerable<ContainerImage> Find()
    {
        var search = new ImageSearch(Images, ImageHome.DefaultRegistry(this), WriteError);
        return this switch
        {
            { Id.Length: > 0 } => search.ById(Id),
            { Name.Length: > 0 } => search.ByName(Name),
            _ => Images.Images(),
        };
    }
}
