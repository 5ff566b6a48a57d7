using PSContainer.Errors;

namespace PSContainer.Configuration;

/// <summary>
/// Refuses a mount whose target goes through a link that leads out of the root, or to nothing in it: what is meant is then not
/// what would be done. Only a courtesy: a launch resolves every target inside the root, whatever its links say.
/// </summary>
internal static class MountTargetCheck
{
    // As in the kernel (path_resolution(7)).
    private const int MostLinks = 40;

    /// <param name="root">The folder that becomes the root.</param>
    /// <param name="target">Where to mount, as the container sees it.</param>
    /// <exception cref="ContainerException"><c>Mount.TargetOutsideRoot</c></exception>
    public static void Check(string root, string target)
    {
        var rest = new Stack<(string Name, bool OfLink)>(Names(target, ofLink: false));
        var found = new List<string>();
        int links = 0;
        while (rest.TryPop(out (string Name, bool OfLink) next))
        {
            if (next.Name == "..")
            {
                RemoveLast(found, target);
                continue;
            }

            found.Add(next.Name);
            string path = $"{root}/{string.Join('/', found)}";
            if (new FileInfo(path).LinkTarget is { } link)
            {
                links = links < MostLinks ? links + 1 : throw LeadsOut(target, "runs in a circle");
                found.RemoveRange(link.StartsWith('/') ? 0 : found.Count - 1, link.StartsWith('/') ? found.Count : 1);
                Array.ForEach(Names(link, ofLink: true), rest.Push);
            }
            else if (next.OfLink && !Path.Exists(path))
            {
                throw LeadsOut(target, $"leads to '/{string.Join('/', found)}', which is not in the root");
            }
        }
    }

    private static void RemoveLast(List<string> found, string target)
    {
        if (found.Count == 0)
        {
            throw LeadsOut(target, "leads out of the root");
        }

        found.RemoveAt(found.Count - 1);
    }

    // The last first: so they are taken off the stack in order.
    private static (string Name, bool OfLink)[] Names(string path, bool ofLink)
    {
        (string, bool)[] names =
            [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(static name => name != ".").Select(name => (name, ofLink))];
        Array.Reverse(names);
        return names;
    }

    private static ContainerException LeadsOut(string target, string problem) => new(
        "Mount.TargetOutsideRoot", ErrorKind.InvalidArgument, $"Nothing can be mounted on '{target}': a link on the way {problem}.", target,
        "Name the place itself, or make what the link leads to.");
}
