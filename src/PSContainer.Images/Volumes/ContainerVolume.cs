using PSContainer.Images;

namespace PSContainer;

/// <summary>A volume: a folder that containers share, and that outlives them.</summary>
public sealed class ContainerVolume
{
    internal ContainerVolume(VolumeStore store, string name, IEnumerable<string> users)
    {
        Name = name;
        Path = $"{store.Folder(name)}/{Protocol.VolumeFill.DataName}";
        Created = Directory.GetCreationTime(store.Folder(name));
        ContainerId = [.. users];
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The folder on the host that has its content.</summary>
    public string Path { get; }

    /// <summary>When it was made, in local time.</summary>
    public DateTime Created { get; }

    /// <summary>The ids of the containers that have it.</summary>
    public IReadOnlyList<string> ContainerId { get; }

    /// <summary>Whether a container has it.</summary>
    public bool InUse => ContainerId.Count > 0;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
