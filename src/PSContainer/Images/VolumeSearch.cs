using System.Management.Automation;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>Finds volumes by their names.</summary>
internal static class VolumeSearch
{
    /// <summary>Those of certain names; a name without wildcards that there is not is an error of its own.</summary>
    public static IEnumerable<ContainerVolume> ByName(ImageStore images, IEnumerable<string> names, Action<ErrorRecord> writeError)
    {
        var volumes = new VolumeStore(images);
        List<string> all = [.. volumes.Names()];
        ILookup<string, string> users = volumes.Users();
        var found = new HashSet<string>();
        foreach (string name in names)
        {
            var pattern = new WildcardPattern(name, WildcardOptions.None);
            List<string> matches = [.. all.Where(pattern.IsMatch)];
            if (matches.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                writeError(ErrorRecords.From(VolumeErrors.NotFound(name)));
            }

            found.UnionWith(matches);
        }

        return all.Where(found.Contains).Select(name => new ContainerVolume(volumes, name, users[name]));
    }
}
