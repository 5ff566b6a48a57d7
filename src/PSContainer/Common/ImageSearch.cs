using System.Management.Automation;
using PSContainer.Errors;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>Finds images by what a user calls them.</summary>
/// <param name="store">The store.</param>
/// <param name="registry">The registry of short names.</param>
/// <param name="onError">Told of each that is not found.</param>
internal sealed class ImageSearch(ImageStore store, string registry, Action<ErrorRecord> onError)
{
    /// <summary>Those of these names, each short or whole, or a pattern; a name without wildcards that nothing has is an error.</summary>
    public IEnumerable<ContainerImage> ByName(IEnumerable<string> names) => names.SelectMany(OfName);

    /// <summary>Those of these ids or digests, each given by as much as is unique; one that is not found is an error.</summary>
    public IEnumerable<ContainerImage> ById(IEnumerable<string> ids) => ids.SelectMany(OfId);

    private IEnumerable<ContainerImage> OfName(string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
            return Attempt(() => [Named(name)]);
        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        return store.Images().Where(image => image.Name.Length > 0 && (pattern.IsMatch(image.Name) || pattern.IsMatch(image.ToString())));
    }

    private ContainerImage Named(string name)
    {
        var reference = ImageReference.Parse(name, registry);
        return store.Find(reference) ?? throw ImageErrors.NotFound(name, reference.ToString());
    }

    private IEnumerable<ContainerImage> OfId(string id) => Attempt(() =>
    {
        List<ContainerImage> found = [.. store.FindById(id)];
        int images = found.DistinctBy(static image => image.Id).Count();
        return images == 1 ? found : throw (images == 0 ? ImageErrors.NoId(id) : ImageErrors.AmbiguousId(id, images));
    });

    private IEnumerable<ContainerImage> Attempt(Func<List<ContainerImage>> search)
    {
        try
        {
            return search();
        }
        catch (ContainerException error)
        {
            onError(ErrorRecords.From(error));
            return [];
        }
    }
}
