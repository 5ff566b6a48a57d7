using System.Management.Automation;
using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>Finds containers by what a user calls them.</summary>
internal static class ContainerSearch
{
    /// <summary>All of them. A record that cannot be read is a stopped container that says why.</summary>
    public static IEnumerable<Container> All(StateStore store) =>
        store.Enumerate().Select(reading => new Container(store, reading.StateOrBroken()));

    /// <summary>Those whose names match; a name without wildcards that nothing has is an error.</summary>
    public static IEnumerable<Container> ByName(StateStore store, IEnumerable<string> names, Action<ErrorRecord> onError)
    {
        foreach (string name in names)
        {
            bool found = false;
            foreach (Container container in OfName(store, name))
            {
                found = true;
                yield return container;
            }

            if (!found && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                onError(ErrorRecords.From(NotFound("name", name)));
            }
        }
    }

    /// <summary>Those with these ids, each given by as much as is unique; every id that is not found is an error.</summary>
    public static IEnumerable<Container> ById(StateStore store, IEnumerable<string> ids, Action<ErrorRecord> onError)
    {
        foreach (string id in ids)
        {
            if (Find(store, id, onError) is { } container)
            {
                yield return container;
            }
        }
    }

    // The very name is looked up, however many containers there are: found so is one too whose state cannot be read. What is
    // written in other letters, a pattern, or a short id for want of a name takes a look at all.
    private static IEnumerable<Container> OfName(StateStore store, string name)
    {
        if (store.FindListedByName(name) is { } reading)
        {
            return [new Container(store, reading.StateOrBroken())];
        }

        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        return All(store).Where(container => pattern.IsMatch(container.Name));
    }

    private static Container? Find(StateStore store, string id, Action<ErrorRecord> onError)
    {
        try
        {
            return new Container(store, store.Find(id).StateOrBroken());
        }
        catch (ContainerException error)
        {
            onError(ErrorRecords.From(error));
            return null;
        }
    }

    private static ContainerException NotFound(string by, string value) => new(
        "Container.NotFound", ErrorKind.NotFound, $"There is no container with the {by} '{value}'.", value, "Get-Container lists them.");
}
