using System.Management.Automation;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>A cmdlet that acts on images that are in the store: given as objects, by name or by id.</summary>
public abstract class ImageTargetCmdlet : ImageCmdlet
{
    /// <summary>The parameter set for objects.</summary>
    protected const string ImageSet = "Image";

    /// <summary>The parameter set for names.</summary>
    protected const string NameSet = "Name";

    /// <summary>The parameter set for ids.</summary>
    protected const string IdSet = "Id";

    /// <summary>The images.</summary>
    [Parameter(ParameterSetName = ImageSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ContainerImage[] Image { get; set; } = [];

    /// <summary>Their names, short or whole; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = NameSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Their ids or digests, or as much of each as no other's begins with.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ImageIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>The images that are meant, each once. One that is not found is an error of its own.</summary>
    private protected List<ContainerImage> Targets()
    {
        var search = new ImageSearch(Images, ImageHome.DefaultRegistry(this), WriteError);
        IEnumerable<ContainerImage> found = ParameterSetName switch
        {
            NameSet => search.ByName(Name),
            IdSet => search.ById(Id),
            _ => Image,
        };
        return [.. found.DistinctBy(static image => (image.Name, image.Digest))];
    }
}
