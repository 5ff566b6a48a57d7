using System.Text;
using PSContainer.Configuration;
using PSContainer.Images;
using PSContainer.Launch;
using PSContainer.Oci;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>The files that every container of an image is given: /etc/hosts, /etc/hostname and /etc/resolv.conf.</summary>
internal sealed class GivenFiles
{
    private const int MaxHostFile = 64 << 10;
    private static readonly string[] s_names = ["hosts", "hostname", "resolv.conf"];

    // Where every container has file systems of its own.
    private static readonly string[] s_folders = ["dev", "proc", "sys"];

    private readonly string _hostName;
    private readonly bool _sharesNetwork;
    private readonly uint? _owner;

    public GivenFiles(ContainerOptions options, string id)
    {
        IEnumerable<NamespaceKind> made = options.Namespaces ?? SpecBuilder.DefaultNamespaces;
        bool joinsNetwork = options.Joins.Any(static join => join.Type == NamespaceKind.Network);
        _sharesNetwork = joinsNetwork || !made.Contains(NamespaceKind.Network);
        _hostName = options.HostName ?? (made.Contains(NamespaceKind.Uts) ? ContainerId.ShortId(id) : Environment.MachineName);
        _owner = StateRoot.UserId == 0 && options.UidMappings.Count > 0 ? new IdMap(options.UidMappings).Outside(0) : null;
    }

    /// <summary>The mounts of those that the user mounts nothing on.</summary>
    public static IEnumerable<MountSpec> Mounts(string folder, IReadOnlyList<MountSpec> users, bool readOnly)
    {
        HashSet<string> taken = [.. users.Select(static mount => ContainerPath.Normalize(mount.Destination))];
        foreach (string name in s_names)
        {
            if (!taken.Contains($"/etc/{name}"))
            {
                yield return new MountSpec
                {
                    Type = "bind", Source = $"{folder}/{name}", Destination = $"/etc/{name}",
                    Options = ["bind", "nosuid", "nodev", "noexec", readOnly ? "ro" : "rw"],
                };
            }
        }
    }

    /// <summary>Writes them into the container's folder.</summary>
    public void Write(ImageStore images, string folder)
    {
        MakeMountPoints(images);
        images.WritePlain($"{folder}/hostname", _hostName + "\n");
        images.WritePlain($"{folder}/hosts", Hosts());
        images.WritePlain($"{folder}/resolv.conf", HostFile("etc/resolv.conf"));
        if (_owner is { } owner)
        {
            foreach (string name in s_names)
            {
                images.GiveTo($"{folder}/{name}", owner);
            }
        }
    }

    // Once, for all containers: where an image has none, a container would make them, and its changes would have them.
    private static void MakeMountPoints(ImageStore images)
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
    private string Hosts()
    {
        var text = new StringBuilder();
        text.Append(_sharesNetwork ? HostFile("etc/hosts") : "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n");
        text.Append(text.Length > 0 && text[^1] != '\n' ? "\n" : "");
        return text.Append(System.Globalization.CultureInfo.InvariantCulture, $"127.0.1.1\t{_hostName}\n").ToString();
    }

    private static string HostFile(string path) => RootFile.ReadText("/", path, MaxHostFile);
}
