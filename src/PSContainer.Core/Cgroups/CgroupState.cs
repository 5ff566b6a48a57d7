using System.Text;
using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>Directories as lines of the state file: what they are, a colon, the path.</summary>
internal static class CgroupState
{
    private const string Unified = "unified";
    private const string Parent = "parent";

    public static IReadOnlyList<string> Write(List<CgroupDirectory> directories)
    {
        var lines = new string[directories.Count];
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = $"{NameOf(directories[i])}:{directories[i].Path}";
        }

        return lines;
    }

    /// <exception cref="ContainerException">A line is malformed: the file was not written by us.</exception>
    public static Cgroup Read(IReadOnlyList<string> lines)
    {
        var directories = new List<CgroupDirectory>(lines.Count);
        foreach (string line in lines)
        {
            directories.Add(ReadLine(line));
        }

        return new Cgroup(directories);
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
            throw new ContainerException(
                "Cgroup.State.Invalid", ErrorKind.InvalidData, $"'{line}' in the container's state does not name a cgroup.", line);
        }

        return line[..colon] switch
        {
            Unified => new CgroupDirectory(path, CgroupDirectoryKind.Unified, CgroupControllers.None),
            Parent => new CgroupDirectory(path, CgroupDirectoryKind.Parent, CgroupControllers.None),
            string names => new CgroupDirectory(path, CgroupDirectoryKind.Legacy, ControllerNames.ParseList(Encoding.UTF8.GetBytes(names))),
        };
    }
}
