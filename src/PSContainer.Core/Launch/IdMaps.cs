using System.Globalization;
using System.Text;
using PSContainer.Oci;

namespace PSContainer.Launch;

/// <summary>The id maps of a new user namespace.</summary>
/// <param name="Users">User ids.</param>
/// <param name="Groups">Group ids.</param>
internal sealed record IdMaps(IdMap Users, IdMap Groups)
{
    /// <summary>The maps of a spec.</summary>
    public static IdMaps From(IReadOnlyList<LinuxIdMapping> users, IReadOnlyList<LinuxIdMapping> groups) =>
        new(new IdMap(users), new IdMap(groups));

    /// <summary>
    /// Whether the kernel lets a caller without privileges write these maps itself: one line of one id, the caller's own
    /// (user_namespaces(7), "Defining user and group ID mappings"). Everything else takes newuidmap(1) and newgidmap(1).
    /// </summary>
    public bool IsOwnIdOnly(uint userId) =>
        Users.Lines is [{ Size: 1 } user] && user.HostId == userId && Groups.Lines is [{ Size: 1 }];
}

/// <summary>One id map, as <c>/proc/PID/uid_map</c> takes it; see <c>user_namespaces(7)</c>.</summary>
/// <param name="Lines">Its ranges.</param>
internal sealed record IdMap(IReadOnlyList<LinuxIdMapping> Lines)
{
    /// <summary>What is written to the kernel's file.</summary>
    public string FileText
    {
        get
        {
            var text = new StringBuilder();
            foreach (LinuxIdMapping line in Lines)
            {
                text.Append(CultureInfo.InvariantCulture, $"{line.ContainerId} {line.HostId} {line.Size}\n");
            }

            return text.ToString();
        }
    }

    /// <summary>For people: <c>0:1000:1</c>, ranges parted by commas.</summary>
    public string Text => string.Join(", ", Lines.Select(static line => $"{line.ContainerId}:{line.HostId}:{line.Size}"));

    /// <summary>Whether an id of the container has an id outside.</summary>
    public bool Maps(uint containerId) =>
        Lines.Any(line => containerId >= line.ContainerId && containerId - line.ContainerId < line.Size);

    /// <summary>The id outside for one inside; null where it has none.</summary>
    public uint? Outside(uint containerId)
    {
        foreach (LinuxIdMapping line in Lines)
        {
            if (containerId >= line.ContainerId && containerId - line.ContainerId < line.Size)
            {
                return line.HostId + (containerId - line.ContainerId);
            }
        }

        return null;
    }
}
