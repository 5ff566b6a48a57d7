using PSContainer.Errors;

namespace PSContainer.State;

internal sealed partial class StateStore
{
    /// <summary>Reads all containers, one at a time and in no order. One that cannot be read is among them, with the reason.</summary>
    public IEnumerable<StateReading> Enumerate()
    {
        using DirectoryHandle? root = Root.TryOpen();
        if (root is null)
        {
            yield break;
        }

        using DirectoryEntries entries = root.Entries();
        while (entries.Read())
        {
            if (Identifiers.Next(entries, directoriesOnly: true) is { } id && TryReadListed(root, id) is { } reading)
            {
                yield return reading;
            }
        }
    }

    /// <summary>The container of that id; else the one whose id starts so.</summary>
    /// <exception cref="ContainerException"><c>Container.NotFound</c>, <c>Container.AmbiguousId</c>, <c>Container.InvalidId</c>.</exception>
    public StateReading Find(string idPrefix)
    {
        ContainerId.Validate(idPrefix);
        using DirectoryHandle root = Root.TryOpen() ?? throw StateErrors.NotFound(idPrefix);
        if (TryRead(root, idPrefix) is { } exact)
        {
            return exact;
        }

        List<string> matches = Identifiers.In(root, directoriesOnly: true, idPrefix);
        return matches.Count > 1
            ? throw StateErrors.Ambiguous(idPrefix, matches)
            : (matches.Count == 1 ? TryRead(root, matches[0]) : null) ?? throw StateErrors.NotFound(idPrefix);
    }

    /// <summary>The container of that very name, or null; no other container is looked at.</summary>
    public StateReading? FindByName(string name) => FindByName(name, TryRead);

    /// <summary>The same, and null too while it is just being made.</summary>
    public StateReading? FindListedByName(string name) => FindByName(name, TryReadListed);

    /// <summary>Reads the containers whose names match, one at a time and in no order.</summary>
    public IEnumerable<StateReading> FindByName(Func<string, bool> matches)
    {
        using DirectoryHandle? root = Root.TryOpen();
        List<string> names = root is null ? [] : new NameIndex(root).Names();
        foreach (string name in names)
        {
            if (matches(name) && new NameIndex(root!).Find(name) is { } id && TryReadListed(root!, id) is { } reading)
            {
                yield return reading;
            }
        }
    }

    private StateReading? FindByName(string name, Func<DirectoryHandle, string, StateReading?> read)
    {
        using DirectoryHandle? root = ContainerName.IsValid(name) ? Root.TryOpen() : null;
        return root is not null && new NameIndex(root).Find(name) is { } id ? read(root, id) : null;
    }

    private static StateReading? TryRead(DirectoryHandle root, string id)
    {
        using ContainerFolder? folder = TryOpen(root, id);
        return folder?.Read();
    }

    // A container that is gone meanwhile is not listed, nor one that has no state yet because it is just being made.
    private static StateReading? TryReadListed(DirectoryHandle root, string id)
    {
        try
        {
            using ContainerFolder? folder = TryOpen(root, id);
            StateReading? reading = folder?.Read();
            return reading?.Problem == StateProblem.NotWritten && (!root.IsChild(new(id), folder!.Directory) || folder.IsBeingReserved())
                ? null
                : reading;
        }
        catch (ContainerException e)
        {
            return StateReading.Failed(id, StateProblem.Unreadable, e.Message.TrimEnd('.'));
        }
    }
}
