using System.Globalization;
using PSContainer.Configuration;
using PSContainer.Images;
using PSContainer.Launch;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>The files that every container of an image is given: /etc/hosts, /etc/hostname and /etc/resolv.conf.</summary>
internal static class GivenFiles
{
    private static readonly string[] s_names = ["hosts", "hostname", "resolv.conf"];

    // Where every container has file systems of its own.
    private static readonly string[] s_folders = ["dev", "proc", "sys"];

    /// <summary>Those that the user mounts nothing on.</summary>
    public static IReadOnlyList<GivenFile> For(ContainerOptions options, string id)
    {
        IEnumerable<NamespaceKind> made = options.Namespaces ?? SpecBuilder.DefaultNamespaces;
        bool sharesNetwork = options.Joins.Any(static join => join.Type == NamespaceKind.Network) || !made.Contains(NamespaceKind.Network);
        string hostName = options.HostName ?? (made.Contains(NamespaceKind.Uts) ? ContainerId.ShortId(id) : Environment.MachineName);
        uint? owner = StateRoot.UserId == 0 && options.UidMappings.Count > 0 ? new IdMap(options.UidMappings).Outside(0) : null;
        HashSet<string> taken = [.. options.Mounts.Select(static mount => ContainerPath.Normalize(mount.Destination))];
        GivenFile[] files = [Hosts(hostName, sharesNetwork, owner), new("hostname", null, $"{hostName}\n", owner), new("resolv.conf", "etc/resolv.conf", "", owner)];
        return [.. files.Where(file => !taken.Contains($"/etc/{file.Name}"))];
    }

    /// <summary>A file's mount.</summary>
    public static MountSpec Mount(GivenFile file, string stateRoot, string id, bool readOnly) => new()
    {
        Type = "bind", Source = GivenFile.PathOf(stateRoot, id, file.Name), Destination = $"/etc/{file.Name}",
        Options = ["bind", "nosuid", "nodev", "noexec", readOnly ? "ro" : "rw"],
    };

    /// <summary>
    /// Sees to it that the store has what they, and every container's own file systems, are mounted on where an image has none: a container
    /// would make it, and its changes would have it.
    /// </summary>
    public static void MakeMountPoints(ImageStore images)
    {
        string root = images.Folders.MountPoints;
        if (Directory.Exists($"{root}/{s_folders[^1]}"))
        {
            return;
        }

        images.MakeOpenFolder(root);
        images.MakeOpenFolder($"{root}/etc");
        foreach (string name in s_names)
        {
            images.WritePlain($"{root}/etc/{name}", "");
        }

        foreach (string name in s_folders)
        {
            images.MakeOpenFolder($"{root}/{name}");
        }
    }

    // On a network of its own it is alone, and knows itself.
    private static GivenFile Hosts(string hostName, bool sharesNetwork, uint? owner)
    {
        string itself = string.Create(CultureInfo.InvariantCulture, $"127.0.1.1\t{hostName}\n");
        return sharesNetwork
            ? new("hosts", "etc/hosts", itself, owner)
            : new("hosts", null, $"127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n{itself}", owner);
    }
}
