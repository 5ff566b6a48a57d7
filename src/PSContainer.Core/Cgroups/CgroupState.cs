using System.Text;
using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>Directories as lines of the state file: what they are, a colon, the path.</summary>
internal static class CgroupState
{
    private const string Unified = "unified";
    private const string Parent = "parent";

    // systemd's socket, and the name of a unit as if that were in it.
    private const string Scope = "scope:";

    public static IReadOnlyList<string> Write(List<CgroupDirectory> directories, SystemdScope? scope)
    {
        var lines = new List<string>(directories.Count + 1);
        directories.ForEach(directory => lines.Add($"{NameOf(directory)}:{directory.Path}"));
        if (scope is not null)
        {
            lines.Add($"{Scope}{scope.Socket}/{scope.Unit}");
        }

        return lines;
    }

    /// <exception cref="ContainerException">A line is malformed: the file was not written by us.</exception>
    public static Cgroup Read(IReadOnlyList<string> lines)
    {
        var directories = new List<CgroupDirectory>(lines.Count);
        SystemdScope? scope = null;
        foreach (string line in lines)
        {
            if (line.StartsWith(Scope, StringComparison.Ordinal))
            {
                scope = ReadScope(line);
            }
            else
            {
                directories.Add(ReadLine(line));
            }
        }

        return new Cgroup(directories, scope);
    }

    private static SystemdScope ReadScope(string line)
    {
        string path = line[Scope.Length..];
        int name = path.LastIndexOf('/');
        return name > 0 && CgroupPath.IsNormal(path) ? new SystemdScope(path[..name], path[(name + 1)..]) : throw Invalid(line);
    }

    private static string NameOf(CgroupDirectory directory) => directory.Kind switch
    {
        CgroupDirectoryKind.Unified => Unified,
        CgroupDirectoryKind.Parent => Parent,
        _ => ControllerNames.Join(directory.Controllers),
    };

    private static CgroupDirectory ReadLine(string line)
    {
        int colon = line.IndexOf(':');
        string path = line[(colon + 1)..];
        if (colon <= 0 || !CgroupPath.IsNormal(path))
        {
            throw Invalid(line);
        }

        return line[..colon] switch
        {
            Unified => new CgroupDirectory(path, CgroupDirectoryKind.Unified, CgroupControllers.None),
            Parent => new CgroupDirectory(path, CgroupDirectoryKind.Parent, CgroupControllers.None),
            string names => new CgroupDirectory(path, CgroupDirectoryKind.Legacy, ControllerNames.ParseList(Encoding.UTF8.GetBytes(names))),
        };
    }

    private static ContainerException Invalid(string line) =>
        new("Cgroup.State.Invalid", ErrorKind.InvalidData, $"'{line}' in the container's state does not name a cgroup.", line);
}
